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

static void set_undecided(uint32_t offset, uint8_t bits)
{
    CONTROL->undecided += (bits != 0) - (uint32_t)(UNDECIDED[offset] != 0);
    UNDECIDED[offset] = bits;
}

/* The bits that an operation was to change. */
static uint8_t bits_to_erase(uint32_t offset)
{
    return (uint8_t)(*cell_at(offset) ^ CONTROL->erase_value);
}

__attribute__((noreturn)) static void cut_power(void)
{
    CONTROL->cuts++;
    CONTROL->cut_at = CONTROL->second_cut ? CONTROL->operations + CONTROL->second_cut : 0;
    if (CONTROL->second_cut)
        CONTROL->cut_mode = CONTROL->second_cut_mode;
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

static void end_operation(void)
{
    platform_flash_writable(0);
}

typedef struct {
    uint32_t number;
    uint32_t offset;
    uint32_t size;
} sector;

/* The sector that holds an offset within the flash. */
static sector sector_at(uint32_t offset)
{
    sector found = {0, 0, 0};
    uint32_t run;

    for (run = 0; offset - found.offset >= CONTROL->sectors[run].size * CONTROL->sectors[run].count; run++) {
        found.number += CONTROL->sectors[run].count;
        found.offset += CONTROL->sectors[run].size * CONTROL->sectors[run].count;
    }
    found.size = CONTROL->sectors[run].size;
    found.number += (offset - found.offset) / found.size;
    found.offset = offset - (offset - found.offset) % found.size;
    return found;
}

/* The units of a sector may be programmed again. */
static void forget_units(const sector *at)
{
    uint32_t unit = CONTROL->program_unit;

    memset((void *)(uintptr_t)(UNIT_MAP + at->offset / unit), 0, at->size / unit);
}

static void program_byte(uint8_t *cell, uint8_t value)
{
    if (CONTROL->erase_value == 0xFF)
        *cell &= value;
    else
        *cell |= value;
}

static void erase_byte(uint32_t offset)
{
    *cell_at(offset) = (uint8_t)CONTROL->erase_value;
    set_undecided(offset, 0);
}

/* Old, erased, half-erased and undecided bytes beside each other. */
static void tear_byte(uint32_t offset)
{
    uint32_t choice = next_random() >> 8;
    uint8_t *cell = cell_at(offset);

    switch (choice & 3) {
    case 0:
        erase_byte(offset);
        break;
    case 1:
        *cell = (uint8_t)(CONTROL->erase_value ? *cell | choice >> 2 : *cell & choice >> 2);
        break;
    case 2:
        set_undecided(offset, (uint8_t)(bits_to_erase(offset) & choice >> 2));
        break;
    default:
        break;
    }
}

/* What an erase leaves when the power goes. Its units stay spent, but for an erase that was done. */
__attribute__((noreturn)) static void cut_erase(const sector *erased)
{
    enum { ODD_ONE = 3 };
    uint32_t offset = erased->offset;
    uint32_t at;

    if (CONTROL->cut_mode == CUT_BARELY)
        set_undecided(offset + ODD_ONE, (uint8_t)(bits_to_erase(offset + ODD_ONE) & 0x11));
    for (at = offset; CONTROL->cut_mode != CUT_BARELY && at < offset + erased->size; at++) {
        if (CONTROL->cut_mode == CUT_TORN)
            tear_byte(at);
        else if (CONTROL->cut_mode == CUT_NEARLY && at == offset + ODD_ONE)
            set_undecided(at, bits_to_erase(at));
        else
            erase_byte(at);
    }
    if (CONTROL->cut_mode == CUT_AFTER)
        forget_units(erased);
    cut_power();
}

static int erase_sector(uint32_t offset)
{
    sector erased;
    uint32_t at;
    int cut;

    if (offset >= CONTROL->flash_size)
        return refuse();
    erased = sector_at(offset);
    if (offset != erased.offset)
        return refuse();
    cut = begin_operation();
    CONTROL->erases++;
    ERASE_COUNTS[erased.number]++;
    if (cut)
        cut_erase(&erased);
    memset(cell_at(offset), (int)CONTROL->erase_value, erased.size);
    for (at = offset; CONTROL->undecided != 0 && at < offset + erased.size; at++)
        set_undecided(at, 0);
    forget_units(&erased);
    end_operation();
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

static int units_are_blank(uint32_t offset, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    uint32_t i;

    for (i = 0; i < length / unit; i++) {
        if (UNIT_MAP[offset / unit + i])
            return 0;
    }
    return bytes_are_blank(flash_at(offset), length);
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

/* Some units are done, and the next one has some of its bits, and some that are undecided. */
static void tear_program(uint32_t offset, const uint8_t *data, uint32_t length)
{
    uint32_t unit = CONTROL->program_unit;
    uint32_t whole = (next_random() >> 8) % (length / unit) * unit;
    uint32_t i;

    program_units(offset, data, whole);
    for (i = whole; i < whole + unit; i++) {
        uint8_t to_change = (uint8_t)(data[i] ^ CONTROL->erase_value);
        uint32_t choice = next_random() >> 8;

        program_byte(cell_at(offset + i), (uint8_t)(CONTROL->erase_value ^ (to_change & choice)));
        set_undecided(offset + i, (uint8_t)(to_change & choice >> 8));
    }
    UNIT_MAP[(offset + whole) / unit] = 1; /* even where it reads blank */
}

/* All is done, but for the first bit that was to change in the last unit. */
static void leave_undecided(uint32_t offset, const uint8_t *data, uint32_t length)
{
    uint32_t i = length - CONTROL->program_unit;
    uint8_t changed;

    while (i < length - 1 && data[i] == CONTROL->erase_value)
        i++;
    changed = (uint8_t)(data[i] ^ CONTROL->erase_value);
    set_undecided(offset + i, (uint8_t)(changed & (0u - changed)));
}

/* What a program operation leaves when the power goes. */
__attribute__((noreturn)) static void cut_program(uint32_t offset, const uint8_t *data, uint32_t length)
{
    if (CONTROL->cut_mode == CUT_TORN)
        tear_program(offset, data, length);
    else if (CONTROL->cut_mode == CUT_BARELY)
        UNIT_MAP[offset / CONTROL->program_unit] = 1;
    else
        program_units(offset, data, length);
    if (CONTROL->cut_mode == CUT_NEARLY)
        leave_undecided(offset, data, length);
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
    PROGRAM_COUNTS[sector_at(offset).number]++;
    if (cut)
        cut_program(offset, data, length);
    program_units(offset, data, length);
    end_operation();
    return 0;
}

int fota_flash_erase(uint32_t offset)
{
    int result;

    phase_harness_begin();
    result = erase_sector(offset);
    phase_harness_end();
    return result;
}

uint32_t fota_flash_sector_size(uint32_t offset)
{
    return offset < CONTROL->flash_size ? sector_at(offset).size : CONTROL->flash_size;
}

int fota_flash_program(uint32_t offset, const void *data, uint32_t length)
{
    int result;

    phase_harness_begin();
    result = program_row(offset, data, length);
    phase_harness_end();
    return result;
}

int fota_flash_read(uint32_t offset, void *data, uint32_t length)
{
    if (offset > CONTROL->flash_size || length > CONTROL->flash_size - offset)
        return refuse();
    phase_harness_begin();
    memcpy(data, flash_at(offset), length);
    phase_harness_end();
    return 0;
}

void flash_power_up(void)
{
    uint32_t at;

    if (CONTROL->undecided == 0)
        return;
    platform_flash_writable(1);
    for (at = 0; at < CONTROL->flash_size; at++) {
        uint8_t bits = UNDECIDED[at];

        if (bits != 0)
            *cell_at(at) = (uint8_t)((*cell_at(at) & ~bits) | (next_random() >> 8 & bits));
    }
    platform_flash_writable(0);
}

void flash_restore(void)
{
    platform_flash_writable(1);
    memcpy(cell_at(0), (const void *)(uintptr_t)(HARNESS_BASE + PRISTINE_OFFSET), CONTROL->flash_size);
    memset((void *)(uintptr_t)UNIT_MAP, 0, CONTROL->flash_size / CONTROL->program_unit);
    memset((void *)(uintptr_t)UNDECIDED, 0, CONTROL->flash_size);
    CONTROL->undecided = 0;
    platform_flash_writable(0);
}
