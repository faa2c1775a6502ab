#include "flash_area.h"

#include <string.h>

enum { COMPARED_AT_ONCE = 32 };

int area_erase(uint32_t offset, uint32_t length)
{
    uint32_t at;

    for (at = 0; at < length; at += fota_flash_sector_size(offset + at)) {
        if (fota_flash_erase(offset + at) != 0)
            return -1;
    }
    return 0;
}

static int is_blank(const uint8_t *data, uint32_t length)
{
    uint8_t blank = (uint8_t)fota_port_partitions()->erase_value;
    uint32_t i;

    for (i = 0; i < length; i++) {
        if (data[i] != blank)
            return 0;
    }
    return 1;
}

/* Writes the start of a row, which has room for all of it. */
static int write_row(uint32_t offset, uint8_t *row, uint32_t length)
{
    uint32_t unit = fota_port_partitions()->program_unit;
    uint32_t whole = (length + unit - 1) / unit * unit;

    memset(row + length, (int)fota_port_partitions()->erase_value, whole - length);
    return is_blank(row, whole) ? 0 : fota_flash_program(offset, row, whole);
}

static uint32_t part_of(uint32_t length)
{
    return length < FOTA_FLASH_ROW ? length : FOTA_FLASH_ROW;
}

int area_write(uint32_t offset, const void *data, uint32_t length)
{
    const uint8_t *bytes = data;
    uint32_t at;

    for (at = 0; at < length; at += FOTA_FLASH_ROW) {
        uint8_t row[FOTA_FLASH_ROW];
        uint32_t part = part_of(length - at);

        memcpy(row, bytes + at, part);
        if (write_row(offset + at, row, part) != 0)
            return -1;
    }
    return 0;
}

int area_copy(uint32_t to, uint32_t from, uint32_t length)
{
    uint32_t at;

    for (at = 0; at < length; at += FOTA_FLASH_ROW) {
        uint8_t row[FOTA_FLASH_ROW];
        uint32_t part = part_of(length - at);

        if (fota_flash_read(from + at, row, part) != 0 || write_row(to + at, row, part) != 0)
            return -1;
    }
    return 0;
}

int area_is_same(uint32_t one, uint32_t other, uint32_t length)
{
    uint32_t at;

    for (at = 0; at < length; at += COMPARED_AT_ONCE) {
        uint8_t a[COMPARED_AT_ONCE];
        uint8_t b[COMPARED_AT_ONCE];
        uint32_t part = length - at < COMPARED_AT_ONCE ? length - at : COMPARED_AT_ONCE;

        if (fota_flash_read(one + at, a, part) != 0 || fota_flash_read(other + at, b, part) != 0 ||
            memcmp(a, b, part) != 0)
            return 0;
    }
    return 1;
}
