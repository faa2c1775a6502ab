#include "journal.h"

#include "flash_area.h"
#include "layout.h"

/* A record is two words and their complements, twice: a bit that flips at rest spoils one copy, and the other still
 * says where a swap stands. A program unit is at most as large, so that a record is programmed in one operation. */
enum { WORDS = 2, COPY_WORDS = 2 * WORDS, COPY_SIZE = 4 * COPY_WORDS, RECORD_SIZE = 2 * COPY_SIZE };

static int decode(const uint32_t *copy, journal *j)
{
    if (copy[0] != ~copy[WORDS] || copy[1] != ~copy[WORDS + 1])
        return 0;
    j->generation = (uint8_t)(copy[0] >> 24);
    j->entry.state = (boot_state)(copy[0] >> 16 & 0xFF);
    j->entry.step = copy[0] & 0xFFFF;
    j->entry.blocks = copy[1];
    return 1;
}

static void encode(const journal *j, uint32_t *copy)
{
    copy[0] = (uint32_t)j->generation << 24 | (uint32_t)j->entry.state << 16 | j->entry.step;
    copy[1] = j->entry.blocks;
    copy[WORDS] = ~copy[0];
    copy[WORDS + 1] = ~copy[1];
}

/* The last valid record of a block. Returns 0 when there is none. */
static int read_block(uint32_t block, journal *j)
{
    int found = 0;
    uint32_t at;

    for (at = 0; at + RECORD_SIZE <= layout_journal_size(); at += RECORD_SIZE) {
        uint32_t record[2 * COPY_WORDS];

        /* Without this block the state might be an older one. Nothing is written, and a reset tries again. */
        if (fota_flash_read(layout_journal(block) + at, record, sizeof record) != 0)
            fota_port_stop("journal");
        found |= decode(record, j) || decode(record + COPY_WORDS, j);
    }
    j->block = block;
    return found;
}

void journal_open(journal *j)
{
    const journal none = {.entry = {BOOT_IDLE, 0, 0}, .block = JOURNAL_BLOCKS - 1};
    int found = 0;
    uint32_t block;

    *j = none;
    for (block = 0; block < JOURNAL_BLOCKS; block++) {
        journal other;

        if (read_block(block, &other) && (!found || (int8_t)(other.generation - j->generation) > 0)) {
            *j = other;
            found = 1;
        }
    }
    j->next = layout_journal_size();
}

int journal_write(journal *j, journal_entry entry)
{
    uint32_t record[2 * COPY_WORDS];

    j->entry = entry;
    if (j->next + RECORD_SIZE > layout_journal_size()) {
        j->block = (j->block + 1) % JOURNAL_BLOCKS;
        j->generation++;
        j->next = 0;
        if (area_erase(layout_journal(j->block), layout_journal_size()) != 0)
            return -1;
    }
    encode(j, record);
    encode(j, record + COPY_WORDS);
    if (fota_flash_program(layout_journal(j->block) + j->next, record, sizeof record) != 0)
        return -1;
    j->next += RECORD_SIZE;
    return 0;
}

int journal_renew(journal *j)
{
    return j->next == layout_journal_size() ? journal_write(j, j->entry) : 0;
}

journal_entry journal_read(void)
{
    journal j;

    journal_open(&j);
    return j.entry;
}
