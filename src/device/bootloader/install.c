#include "install.h"

#include <string.h>

#include "apply.h"
#include "device.h"
#include "flash.h"
#include "fota_container.h"
#include "image.h"
#include "platform.h"
#include "report.h"
#include "slot_writer.h"

const uint8_t *install_download(void)
{
    return flash_at(layout_download());
}

int install_is_waiting(void)
{
    return memcmp(install_download(), "FOTA", 4) == 0;
}

int install_discard(void)
{
    return flash_erase(layout_download());
}

static verdict verdict_of(fota_container_result result)
{
    switch (result) {
    case FOTA_CONTAINER_OK:
        return VERDICT_GOOD;
    case FOTA_CONTAINER_TRUNCATED:
        return VERDICT_TRUNCATED;
    case FOTA_CONTAINER_NOT_ONE:
        return VERDICT_NO_CONTAINER;
    case FOTA_CONTAINER_UNSUPPORTED:
        return VERDICT_UNSUPPORTED;
    case FOTA_CONTAINER_DAMAGED:
    default:
        return VERDICT_DAMAGED_HEADER;
    }
}

static int is_digest_of(const void *data, uint32_t length, const uint8_t *expected)
{
    uint8_t digest[DIGEST_SIZE];

    digest_of(data, length, digest);
    return digest_is(digest, expected);
}

static verdict check_size(const fota_container *update)
{
    if (update->decoder_memory > apply_memory())
        return VERDICT_PATCH_MEMORY;
    if (update->new_size > layout_image_capacity())
        return VERDICT_TOO_LARGE;
    return update->base_size > layout_image_capacity() ? VERDICT_WRONG_BASE : VERDICT_GOOD;
}

static verdict check_signature(const fota_container *update)
{
    verdict v;

    phase_verify();
    v = signature_check(update, install_download());
    phase_check();
    return v;
}

static verdict check_base(const fota_container *update)
{
    if (update->payload_format == FOTA_PAYLOAD_IMAGE)
        return VERDICT_GOOD;
    return is_digest_of(flash_at(layout_slot(SLOT_RUNNING)), update->base_size, update->base_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_BASE;
}

static verdict check_payload(const fota_container *update)
{
    return is_digest_of(install_download() + fota_container_payload_offset(update), update->payload_size,
                        update->payload_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_PAYLOAD;
}

/* What costs least first. */
verdict install_check(fota_container *update, int is_allowed)
{
    verdict v = verdict_of(fota_container_read_header(install_download(), update));

    if (v == VERDICT_GOOD)
        v = verdict_of(fota_container_check(update, layout_download_size()));
    if (v == VERDICT_GOOD)
        v = check_size(update);
    if (v == VERDICT_GOOD && !is_allowed)
        v = image_check_identity(update);
    if (v == VERDICT_GOOD)
        v = check_signature(update);
    if (v == VERDICT_GOOD)
        v = check_base(update);
    return v == VERDICT_GOOD ? check_payload(update) : v;
}

static verdict write_image(const fota_container *container)
{
    slot_writer writer;
    verdict v;

    phase_patch();
    slot_writer_begin(&writer);
    v = apply_payload(container, install_download() + fota_container_payload_offset(container), &writer);
    if (v == VERDICT_GOOD && writer.size != container->new_size)
        v = VERDICT_WRONG_RESULT;
    if (v == VERDICT_GOOD && slot_writer_end(&writer) != 0)
        v = VERDICT_FLASH_FAILED;
    return v;
}

static verdict check_result(const fota_container *container)
{
    phase_verify();
    return is_digest_of(flash_at(layout_slot(SLOT_UPDATE)), container->new_size, container->new_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_RESULT;
}

verdict install_write_trailer(const fota_container *update, slot which)
{
    if (flash_erase_area(layout_trailer(which), layout_block_size()) != 0 ||
        flash_write(layout_trailer(which), install_download(), fota_container_payload_offset(update)) != 0)
        return VERDICT_FLASH_FAILED;
    return VERDICT_GOOD;
}

verdict install_run(void)
{
    fota_container container;
    verdict v;

    phase_check();
    v = install_check(&container, 0);
    if (v == VERDICT_GOOD)
        v = write_image(&container);
    if (v == VERDICT_GOOD)
        v = check_result(&container);
    phase_check();
    if (v == VERDICT_GOOD)
        v = image_check_info(&container);
    if (v == VERDICT_GOOD)
        v = install_write_trailer(&container, SLOT_UPDATE);
    return v;
}
