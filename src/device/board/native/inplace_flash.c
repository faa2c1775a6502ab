#include "inplace_flash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

flash_model nor;

/* Cells are kept with 1 for erased, whatever the part reads. */
static uint8_t *cells;
static uint8_t *undecided; /* bits that read at random after a reset */
static uint8_t *spent;     /* units that were programmed since their erase, be it in vain */
static uint8_t *kept;
static uint8_t *kept_spent;
static uint32_t undecided_bytes;

static uint8_t seen(uint8_t cell)
{
    return nor.erase_value == 0xFF ? cell : (uint8_t)~cell;
}

static void *allocate(uint32_t size)
{
    void *memory = calloc(size, 1);

    if (!memory) {
        fprintf(stderr, "no memory\n");
        exit(2);
    }
    return memory;
}

void nor_create(void)
{
    cells = allocate(nor.size);
    undecided = allocate(nor.size);
    spent = allocate(nor.size / nor.unit);
    kept = allocate(nor.size);
    kept_spent = allocate(nor.size / nor.unit);
    nor.erases = allocate(nor.size / nor.block_size * (uint32_t)sizeof *nor.erases);
    memset(cells, 0xFF, nor.size);
}

static uint32_t next_random(void)
{
    nor.random ^= nor.random << 13;
    nor.random ^= nor.random >> 17;
    nor.random ^= nor.random << 5;
    return nor.random >> 7;
}

static void set_undecided(uint32_t at, uint8_t bits)
{
    undecided_bytes += (bits != 0) - (uint32_t)(undecided[at] != 0);
    undecided[at] = bits;
}

void nor_load(uint32_t offset, const void *data, uint32_t length)
{
    const uint8_t *bytes = data;
    uint32_t i;

    for (i = 0; i < length; i++) {
        cells[offset + i] = seen(bytes[i]);
        set_undecided(offset + i, 0);
        spent[(offset + i) / nor.unit] = 1;
    }
}

void nor_keep(void)
{
    memcpy(kept, cells, nor.size);
    memcpy(kept_spent, spent, nor.size / nor.unit);
}

void nor_restore(void)
{
    memcpy(cells, kept, nor.size);
    if (undecided_bytes != 0)
        memset(undecided, 0, nor.size);
    undecided_bytes = 0;
    memset(nor.erases, 0, nor.size / nor.block_size * sizeof *nor.erases);
    memcpy(spent, kept_spent, nor.size / nor.unit);
    nor.operations = 0;
    nor.violations = 0;
}

void nor_reset(void)
{
    uint32_t left = undecided_bytes;
    uint32_t at;

    for (at = 0; left > 0; at++) {
        if (!undecided[at])
            continue;
        cells[at] = (uint8_t)((cells[at] & ~undecided[at]) | (next_random() & undecided[at]));
        left--;
    }
}

__attribute__((noreturn)) static void cut_power(void)
{
    nor.cut_at = nor.second_after ? nor.operations + nor.second_after : 0;
    nor.ending = nor.second_ending;
    nor.second_after = 0;
    longjmp(nor.power, 1);
}

/* Counts an operation. Returns whether the power goes during it. */
static int begin_operation(void)
{
    int cut = ++nor.operations == nor.cut_at;

    if (cut && nor.ending == CUT_BEFORE)
        cut_power();
    return cut;
}

static int refuse(void)
{
    nor.violations++;
    return -1;
}

int nor_read(uint32_t offset, void *data, uint32_t length)
{
    uint8_t *bytes = data;
    uint32_t i;

    if (offset > nor.size || length > nor.size - offset)
        return refuse();
    memcpy(bytes, cells + offset, length);
    for (i = 0; nor.erase_value != 0xFF && i < length; i++)
        bytes[i] = seen(bytes[i]);
    return 0;
}

/* Old, erased, half-erased and undecided bytes beside each other. */
static void tear_erase(uint32_t at)
{
    uint32_t choice = next_random();

    switch (choice & 3) {
    case 0:
        cells[at] = 0xFF;
        set_undecided(at, 0);
        break;
    case 1:
        cells[at] |= (uint8_t)(choice >> 2);
        break;
    case 2:
        set_undecided(at, (uint8_t)(~cells[at] & choice >> 2));
        break;
    default:
        break;
    }
}

int nor_erase(uint32_t offset)
{
    enum { UNDECIDED_AT = 3 };
    uint32_t at;
    int cut;

    if (offset % nor.block_size != 0 || offset >= nor.size)
        return refuse();
    cut = begin_operation();
    nor.erases[offset / nor.block_size]++;
    if (cut && nor.ending == CUT_BARELY)
        set_undecided(offset + UNDECIDED_AT, (uint8_t)(~cells[offset + UNDECIDED_AT] & 0x11));
    for (at = offset; at < offset + nor.block_size && !(cut && nor.ending == CUT_BARELY); at++) {
        if (cut && nor.ending == CUT_TORN) {
            tear_erase(at);
        } else if (cut && nor.ending == CUT_NEARLY && at == offset + UNDECIDED_AT) {
            set_undecided(at, (uint8_t)~cells[at]);
        } else {
            cells[at] = 0xFF;
            set_undecided(at, 0);
        }
    }
    if (!cut || nor.ending == CUT_AFTER)
        memset(spent + offset / nor.unit, 0, nor.block_size / nor.unit);
    if (cut)
        cut_power();
    return 0;
}

static int is_spent(uint32_t offset, uint32_t length)
{
    return memchr(spent + offset / nor.unit, 1, length / nor.unit) != 0;
}

static void program_units(uint32_t offset, const uint8_t *bytes, uint32_t length)
{
    uint32_t i;

    for (i = 0; i < length; i++)
        cells[offset + i] &= seen(bytes[i]);
    memset(spent + offset / nor.unit, 1, length / nor.unit);
}

/* Some units are done; the next one has some of its bits, and some that are undecided. */
static void tear_program(uint32_t offset, const uint8_t *bytes, uint32_t length)
{
    uint32_t whole = next_random() % (length / nor.unit) * nor.unit;
    uint32_t i;

    program_units(offset, bytes, whole);
    spent[(offset + whole) / nor.unit] = 1;
    for (i = whole; i < whole + nor.unit; i++) {
        uint8_t zeros = (uint8_t)~seen(bytes[i]);
        uint32_t choice = next_random();

        cells[offset + i] &= (uint8_t) ~(zeros & choice);
        set_undecided(offset + i, (uint8_t)(zeros & choice >> 8));
    }
}

/* All is done, but for the last unit's first cell that was to change. */
static void leave_undecided(uint32_t offset, uint32_t length)
{
    uint32_t at = offset + length - nor.unit;
    uint8_t zeros;

    while (at < offset + length - 1 && cells[at] == 0xFF)
        at++;
    zeros = (uint8_t)~cells[at];
    set_undecided(at, (uint8_t)(zeros & (0u - zeros)));
}

int nor_program(uint32_t offset, const void *data, uint32_t length)
{
    int cut;

    if (offset % nor.unit != 0 || length % nor.unit != 0 || length == 0 || offset > nor.size ||
        length > nor.size - offset || is_spent(offset, length))
        return refuse();
    cut = begin_operation();
    if (!cut) {
        program_units(offset, data, length);
        return 0;
    }
    switch (nor.ending) {
    case CUT_TORN:
        tear_program(offset, data, length);
        break;
    case CUT_BARELY:
        spent[offset / nor.unit] = 1;
        break;
    default:
        program_units(offset, data, length);
        if (nor.ending == CUT_NEARLY)
            leave_undecided(offset, length);
        break;
    }
    cut_power();
}
