#include "journal.h"

#include <string.h>

#include "device.h"
#include "flash.h"
#include "layout.h"

/* Two pairs or more: a bit that flips at rest spoils one, and the other still says where a swap stands. */
enum { PAIR_SIZE = 8, RECORD_SIZE = 2 * PAIR_SIZE, MAX_UNIT = 32 };

/* What a half holds: its last valid record and the first free place behind everything that was ever programmed. */
typedef struct {
    uint32_t value; /* 0: none is valid */
    uint32_t free;  /* bytes from the half's start */
} half_content;

static uint32_t record_size(void)
{
    return CONTROL->program_unit > RECORD_SIZE ? CONTROL->program_unit : RECORD_SIZE;
}

/* The value of a record; 0 when no pair of it is whole. */
static uint32_t read_record(uint32_t offset)
{
    uint32_t at;

    for (at = 0; at < record_size(); at += PAIR_SIZE) {
        uint32_t pair[2];

        memcpy(pair, flash_at(offset + at), sizeof pair);
        if (pair[0] == ~pair[1])
            return pair[0];
    }
    return 0;
}

static half_content read_half(int half)
{
    half_content content = {0, 0};
    uint32_t size = record_size();
    uint32_t at;

    for (at = 0; at + size <= layout_block_size(); at += size) {
        uint32_t value;

        if (flash_is_blank(layout_journal(half) + at, size))
            continue;
        content.free = at + size;
        value = read_record(layout_journal(half) + at);
        if (value != 0)
            content.value = value;
    }
    return content;
}

static uint8_t generation_of(uint32_t value)
{
    return (uint8_t)(value >> 24);
}

/* Half 1 is current when its generation follows that of half 0. */
static int current_half(const half_content *halves)
{
    if (halves[1].value == 0)
        return 0;
    if (halves[0].value == 0)
        return 1;
    return (int8_t)(generation_of(halves[1].value) - generation_of(halves[0].value)) > 0;
}

static journal_entry decode(uint32_t value)
{
    journal_entry entry = {BOOT_IDLE, 0, 0};

    if (value != 0) {
        entry.state = (boot_state)(value >> 20 & 0xF);
        entry.blocks = value >> 12 & 0xFF;
        entry.step = value & 0xFFF;
    }
    return entry;
}

static uint32_t encode(uint8_t generation, journal_entry entry)
{
    return (uint32_t)generation << 24 | (uint32_t)entry.state << 20 | entry.blocks << 12 | entry.step;
}

journal_entry journal_read(void)
{
    const half_content halves[2] = {read_half(0), read_half(1)};

    return decode(halves[current_half(halves)].value);
}

int journal_write(journal_entry entry)
{
    const half_content halves[2] = {read_half(0), read_half(1)};
    int half = current_half(halves);
    uint8_t generation = generation_of(halves[half].value);
    uint32_t at = halves[half].free;
    uint32_t size = record_size();
    uint32_t record[MAX_UNIT / 4];
    uint32_t i;

    if (at + size > layout_block_size()) {
        half = !half;
        generation++;
        at = 0;
        if (flash_erase_area(layout_journal(half), layout_block_size()) != 0)
            return -1;
    }
    for (i = 0; i < size / 4; i += 2) {
        record[i] = encode(generation, entry);
        record[i + 1] = ~record[i];
    }
    return flash_program(layout_journal(half) + at, record, size);
}
