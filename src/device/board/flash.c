#include "flash.h"

#include <string.h>

#include "device.h"
#include "platform.h"

static uint8_t *cell_at(uint32_t offset)
{
    return (uint8_t *)(uintptr_t)(FLASH_BASE + offset);
}

/* Xorshift, seeded by the host: a run repeats exactly. */
static uint32_t next_random(void)
{
    uint32_t x = CONTROL->random ? CONTROL->random : 1;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    CONTROL->random = x;
    return x;
}

__attribute__((noreturn)) static void cut_power(void)
{
    CONTROL->cuts++;
    CONTROL->cut_at = CONTROL->second_cut ? CONTROL->operations + CONTROL->second_cut : 0;
    CONTROL->second_cut = 0;
    platform_flash_writable(0);
    platform_reset();
}

static int refuse(void)
{
    CONTROL->violations++;
    return -1;
}

/* Counts an operation. Returns whether the power goes during it. */
static int begin_operation(void)
{
    int cut;

    platform_flash_writable(1);
    CONTROL->operations++;
    cut = CONTROL->operations == CONTROL->cut_at;
    if (cut && CONTROL->cut_mode == CUT_BEFORE)
        cut_power();
    return cut;
}

static void end_operation(int cut)
{
    if (cut)
        cut_power();
    platform_flash_writable(0);
}

static void program_byte(uint8_t *cell, uint8_t value)
{
    if (CONTROL->erase_value == 0xFF)
        *cell &= value;
    else
        *cell |= value;
}

/* A sector whose erase was cut holds old, erased and half-erased words. */
__attribute__((noreturn)) static void tear_erase(uint32_t offset)
{
    uint32_t i;

    for (i = 0; i < CONTROL->sector_size; i++) {
        uint32_t choice = next_random() >> 8;
        uint8_t *cell = cell_at(offset + i);

        if ((choice & 3) == 0)
            *cell = (uint8_t)CONTROL->erase_value;
        else if ((choice & 3) == 1)
            *cell = (uint8_t)(CONTROL->erase_value ? *cell | choice >> 2 : *cell & choice >> 2);
    }
    cut_power();
}

static int erase_sector(uint32_t offset)
{
    uint32_t sector = CONTROL->sector_size;
    uint32_t unit = CONTROL->program_unit;
    int cut;

    if (offset % sector != 0 || offset >= CONTROL->flash_size)
        return refuse();
    cut = begin_operation();
    CONTROL->erases++;
    ERASE_COUNTS[offset / sector]++;
    if (cut && CONTROL->cut_mode == CUT_TORN)
        tear_erase(offset);
    memset(cell_at(offset), (int)CONTROL->erase_value, sector);
    memset((void *)(uintptr_t)(UNIT_MAP + offset / unit), 0, sector / unit);
    end_operation(cut);
    return 0;
}

static int units_are_blank(uint32_t offset, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    uint32_t i;

    for (i = 0; i < length / unit; i++) {
        if (UNIT_MAP[offset / unit + i])
            return 0;
    }
    return flash_is_blank(offset, length);
}

static void program_units(uint32_t offset, const uint8_t *data, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    uint32_t i;

    for (i = 0; i < length; i++)
        program_byte(cell_at(offset + i), data[i]);
    for (i = 0; i < length / unit; i++)
        UNIT_MAP[offset / unit + i] = 1;
}

/* Some units are done, and the next one has some of its bits. */
__attribute__((noreturn)) static void tear_program(uint32_t offset, const uint8_t *data, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    uint32_t whole = (next_random() >> 8) % (length / unit) * unit;
    uint32_t i;

    program_units(offset, data, whole);
    offset += whole;
    for (i = 0; i < unit; i++) {
        uint8_t some = (uint8_t)(next_random() >> 8);

        program_byte(cell_at(offset + i),
                     (uint8_t)(CONTROL->erase_value ? data[whole + i] | some : data[whole + i] & some));
    }
    if (!flash_is_blank(offset, unit))
        UNIT_MAP[offset / unit] = 1;
    cut_power();
}

static int program_row(uint32_t offset, const uint8_t *data, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    int cut;

    if (offset % unit != 0 || length % unit != 0 || length == 0 || offset > CONTROL->flash_size ||
        length > CONTROL->flash_size - offset || !units_are_blank(offset, length))
        return refuse();
    cut = begin_operation();
    CONTROL->programs++;
    CONTROL->programmed_bytes += length;
    PROGRAM_COUNTS[offset / CONTROL->sector_size]++;
    if (cut && CONTROL->cut_mode == CUT_TORN)
        tear_program(offset, data, length);
    program_units(offset, data, length);
    end_operation(cut);
    return 0;
}

int flash_erase(uint32_t offset)
{
    int result;

    phase_harness_begin();
    result = erase_sector(offset);
    phase_harness_end();
    return result;
}

int flash_program(uint32_t offset, const void *data, uint32_t length)
{
    int result;

    phase_harness_begin();
    result = program_row(offset, data, length);
    phase_harness_end();
    return result;
}

int flash_erase_area(uint32_t offset, uint32_t length)
{
    uint32_t sector = CONTROL->sector_size;
    uint32_t at;

    for (at = 0; at < length; at += sector) {
        if (flash_erase(offset + at) != 0)
            return -1;
    }
    return 0;
}

static int bytes_are_blank(const uint8_t *data, uint32_t length)
{
    uint8_t blank = (uint8_t)CONTROL->erase_value;
    uint32_t i;

    for (i = 0; i < length; i++) {
        if (data[i] != blank)
            return 0;
    }
    return 1;
}

int flash_write(uint32_t offset, const void *data, uint32_t length)
{
    const uint8_t *bytes = data;
    uint32_t unit = CONTROL->program_unit;

    while (length > 0) {
        uint8_t row[FLASH_ROW];
        uint32_t part = length < FLASH_ROW ? length : FLASH_ROW;
        uint32_t whole = (part + unit - 1) / unit * unit;

        memset(row + part, (int)CONTROL->erase_value, whole - part);
        memcpy(row, bytes, part);
        if (!bytes_are_blank(row, whole) && flash_program(offset, row, whole) != 0)
            return -1;
        bytes += part;
        offset += part;
        length -= part;
    }
    return 0;
}

int flash_is_blank(uint32_t offset, uint32_t length)
{
    return bytes_are_blank(flash_at(offset), length);
}

void flash_restore(void)
{
    platform_flash_writable(1);
    memcpy(cell_at(0), (const void *)(uintptr_t)(HARNESS_BASE + PRISTINE_OFFSET), CONTROL->flash_size);
    memset((void *)(uintptr_t)UNIT_MAP, 0, CONTROL->flash_size / CONTROL->program_unit);
    platform_flash_writable(0);
}
