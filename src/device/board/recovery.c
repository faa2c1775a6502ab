#include "recovery.h"

#include "device.h"
#include "flash_area.h"
#include "layout.h"
#include "platform.h"
#include "report.h"

static uint32_t receive_size(void)
{
    uint32_t size = 0;
    uint32_t i;

    for (i = 0; i < sizeof size; i++)
        size |= (uint32_t)platform_link_receive() << (8 * i);
    return size;
}

/* A cut finds the same state again, and asks again. */
int recovery_fetch(void)
{
    uint8_t row[FOTA_FLASH_ROW];
    uint32_t size;
    uint32_t at;

    if (!CONTROL->has_link)
        return 0;
    platform_link_send('?');
    size = receive_size();
    report_with("recovery", "bytes", size);
    if (size == 0 || size > layout_download_size() || area_erase(layout_download(), layout_download_size()) != 0)
        return 0;
    for (at = 0; at < size; at += FOTA_FLASH_ROW) {
        uint32_t part = size - at < FOTA_FLASH_ROW ? size - at : FOTA_FLASH_ROW;
        uint32_t i;

        for (i = 0; i < part; i++)
            row[i] = platform_link_receive();
        if (area_write(layout_download() + at, row, part) != 0)
            return 0;
    }
    return 1;
}
