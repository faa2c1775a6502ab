#include "firmware.h"

#include <stdio.h>

#include "event_log.h"
#include "fota_boot.h"
#include "fota_info.h"
#include "fota_version.h"
#include "self_test.h"

/* Product and version where the device and the build find them: inside the signed image. */
FOTA_IMAGE_INFO();

extern const uint8_t link_image_start[], link_image_end[];

const char *firmware_product(void)
{
    return FOTA_PRODUCT;
}

const char *firmware_version(void)
{
    return FOTA_VERSION;
}

const uint8_t *firmware_start(void)
{
    return link_image_start;
}

const uint8_t *firmware_end(void)
{
    return link_image_end;
}

void firmware_settle(void)
{
    int failed = self_test();
    if (failed != 0) {
        /* Unconfirmed firmware is rolled back by the bootloader at the next start. */
        event_log_add(EVENT_SELF_TEST_FAILED, failed);
        printf("self-test failed: %s\n", self_test_name(failed));
        return;
    }
    event_log_add(EVENT_SELF_TEST_PASSED, self_test_count());

    const fota_boot_services *boot = fota_boot();
    if (!boot)
        return;
    event_log_add(EVENT_CONFIRMED, boot->confirm());
    int waiting = boot->update_waiting();
    if (waiting) {
        event_log_add(EVENT_UPDATE_WAITING, waiting);
        printf("installing the update\n");
        boot->install();
    }
}
