#include "inplace_device.h"

#include <string.h>

#include "fota_sha256.h"

#include "inplace.h"
#include "inplace_flash.h"

enum { DIGEST = 32, CHUNK = 256 };

inplace_board board;
verdict device_refusal;

/* ---- the journal: three blocks in turn; a word and a tag, each beside its complement ----
 *
 * Each boot that has something to say begins in the next block, freshly erased: a unit that a cut has spent without a
 * trace is never programmed again. A record that was cut may be valid at one boot and not at the next. It was the last
 * act of its boot, and the block before says the same, or one step less. */

enum { IDLE = 1, REQUESTED = 2, WORKING = 3, RECORD = 16 };

typedef struct {
    uint32_t word; /* generation 8 bits, state 8 bits, step 16 bits; 0: none is valid */
    uint32_t tag;
    uint32_t free; /* bytes from the block's start */
    uint32_t block;
} journal;

static uint32_t record_size(void)
{
    return nor.unit > RECORD ? nor.unit : RECORD;
}

static uint32_t journal_at(uint32_t block)
{
    return (board.blocks + block) * nor.block_size;
}

static void read_block(uint32_t block, journal *j)
{
    uint32_t at;

    memset(j, 0, sizeof *j);
    j->block = block;
    for (at = 0; at + record_size() <= nor.block_size; at += record_size()) {
        uint32_t record[4];

        nor_read(journal_at(block) + at, record, sizeof record);
        if (record[0] != ~record[1] || record[2] != ~record[3])
            continue;
        j->word = record[0];
        j->tag = record[2];
        j->free = at + record_size();
    }
}

static int is_newer(uint32_t word, uint32_t than)
{
    return word != 0 && (than == 0 || (int8_t)((word >> 24) - (than >> 24)) > 0);
}

static void journal_open(journal *newest)
{
    journal other;
    uint32_t block;

    read_block(0, newest);
    for (block = 1; block < JOURNAL_BLOCKS; block++) {
        read_block(block, &other);
        if (is_newer(other.word, newest->word))
            *newest = other;
    }
    if (board.fault != FAULT_SAME_BLOCK)
        newest->free = nor.block_size;
}

static int journal_write(journal *j, uint32_t state, uint32_t step)
{
    uint8_t bytes[32];
    uint32_t record[4];
    uint32_t generation = j->word >> 24;

    if (j->free + record_size() > nor.block_size) {
        j->block = (j->block + 1) % JOURNAL_BLOCKS;
        generation = (generation + 1) & 0xFF;
        j->free = 0;
        if (nor_erase(journal_at(j->block)) != 0)
            return -1;
    }
    j->word = generation << 24 | state << 16 | step;
    record[0] = j->word;
    record[1] = ~j->word;
    record[2] = j->tag;
    record[3] = ~j->tag;
    memset(bytes, nor.erase_value, sizeof bytes);
    memcpy(bytes, record, sizeof record);
    if (nor_program(journal_at(j->block) + j->free, bytes, record_size()) != 0)
        return -1;
    j->free += record_size();
    return 0;
}

static uint32_t state_of(const journal *j)
{
    return j->word == 0 ? IDLE : j->word >> 16 & 0xFF;
}

static uint32_t step_of(const journal *j)
{
    return j->word & 0xFFFF;
}

/* ---- the flash, as an update in place uses it ---- */

typedef struct {
    journal journal;
    mbedtls_sha256_context hash;
} session;

uint32_t board_staged(void)
{
    return journal_at(JOURNAL_BLOCKS);
}

static int read_update(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    return nor_read(board_staged() + offset, data, length);
}

static int read_region(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    return nor_read(offset, data, length);
}

static int erase(void *user, uint32_t offset)
{
    session *s = user;

    if (board.fault == FAULT_MARK_BEFORE_STEP && journal_write(&s->journal, WORKING, step_of(&s->journal) + 1) != 0)
        return -1;
    return nor_erase(offset);
}

static int program(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)user;
    return nor_program(offset, data, length);
}

static int record(void *user, uint32_t steps)
{
    session *s = user;

    return board.fault == FAULT_MARK_BEFORE_STEP ? 0 : journal_write(&s->journal, WORKING, steps);
}

static int take(void *user, const void *data, uint32_t length)
{
    session *s = user;

    return mbedtls_sha256_update(&s->hash, data, length);
}

static inplace_io io_of(session *s)
{
    const inplace_io io = {
        .read_update = read_update,
        .read = read_region,
        .erase = erase,
        .program = program,
        .record = record,
        .take = take,
        .user = s,
        .program_unit = nor.unit,
        .erase_value = nor.erase_value,
    };

    return io;
}

static void digest_of(uint32_t offset, uint32_t length, uint8_t digest[DIGEST])
{
    mbedtls_sha256_context hash;
    uint8_t chunk[CHUNK];

    mbedtls_sha256_init(&hash);
    mbedtls_sha256_starts(&hash, 0);
    while (length > 0) {
        uint32_t part = length < CHUNK ? length : CHUNK;

        nor_read(offset, chunk, part);
        mbedtls_sha256_update(&hash, chunk, part);
        offset += part;
        length -= part;
    }
    mbedtls_sha256_finish(&hash, digest);
}

static int is_signed(const uint8_t digest[DIGEST])
{
    return memcmp(digest, board.images[0], DIGEST) == 0 || memcmp(digest, board.images[1], DIGEST) == 0;
}

void device_lay_out(const void *image, uint32_t image_size, const void *staged, uint32_t staged_size)
{
    nor.size = (board.blocks + JOURNAL_BLOCKS + board.staged_blocks) * nor.block_size;
    nor_create();
    nor_load(0, image, image_size);
    nor_load(board_staged(), staged, staged_size);
    nor_keep();
}

/* ---- the states ---- */

static uint32_t staged_size(const staged_header *header)
{
    return (uint32_t)sizeof *header + header->runs * INPLACE_RUN_SIZE + header->payload_size;
}

static int read_header(staged_header *header, inplace_update *update)
{
    uint32_t room = board.staged_blocks * nor.block_size;

    nor_read(board_staged(), header, sizeof *header);
    if (header->runs > INPLACE_MAX_BLOCKS || header->payload_size > room || staged_size(header) > room)
        return 0;
    update->block_size = nor.block_size;
    update->blocks = board.blocks;
    update->base_size = header->base_size;
    update->new_size = header->new_size;
    update->plan_at = sizeof *header;
    update->runs = header->runs;
    update->payload_at = update->plan_at + header->runs * INPLACE_RUN_SIZE;
    update->payload_size = header->payload_size;
    update->dialect = (int)header->dialect;
    return 1;
}

static uint32_t tag_of(const staged_header *header)
{
    uint8_t digest[DIGEST];
    uint32_t tag;

    digest_of(board_staged(), staged_size(header), digest);
    memcpy(&tag, digest, sizeof tag);
    return tag;
}

static verdict check(session *s, const staged_header *header, const inplace_update *update)
{
    inplace_io io = io_of(s);
    uint8_t digest[DIGEST];
    verdict v;

    if (header->base_size > board.blocks * nor.block_size || header->new_size == 0)
        return VERDICT_TOO_LARGE;
    digest_of(0, header->base_size, digest);
    if (memcmp(digest, header->base_digest, DIGEST) != 0)
        return VERDICT_WRONG_BASE;
    mbedtls_sha256_init(&s->hash);
    mbedtls_sha256_starts(&s->hash, 0);
    v = inplace_check(update, &io);
    mbedtls_sha256_finish(&s->hash, digest);
    if (v != VERDICT_GOOD)
        return v;
    return memcmp(digest, header->new_digest, DIGEST) == 0 && is_signed(digest) ? VERDICT_GOOD : VERDICT_WRONG_RESULT;
}

static boot_result go_on(session *s, const staged_header *header, const inplace_update *update)
{
    inplace_io io = io_of(s);
    uint8_t digest[DIGEST];
    uint32_t done = step_of(&s->journal);

    /* A record that was cut may be valid now and not at the next boot: it is said again before anything else. */
    if (!(board.fault == FAULT_NO_FRESH_RECORD && done > 0) && journal_write(&s->journal, WORKING, done) != 0)
        return BOOT_FAILED;
    if (inplace_continue(update, &io, done) != VERDICT_GOOD)
        return BOOT_FAILED;
    digest_of(0, header->new_size, digest);
    if (memcmp(digest, header->new_digest, DIGEST) != 0 || !is_signed(digest))
        return BOOT_FAILED;
    if (board.fault == FAULT_DISCARD_BEFORE_IDLE && nor_erase(board_staged()) != 0)
        return BOOT_FAILED;
    return journal_write(&s->journal, IDLE, 0) == 0 ? BOOT_STARTS : BOOT_FAILED;
}

static boot_result begin(session *s, const staged_header *header, const inplace_update *update, int is_readable)
{
    device_refusal = is_readable ? check(s, header, update) : VERDICT_DAMAGED_HEADER;
    if (device_refusal != VERDICT_GOOD)
        return journal_write(&s->journal, IDLE, 0) == 0 ? BOOT_REFUSED : BOOT_FAILED;
    s->journal.tag = tag_of(header);
    s->journal.word &= 0xFF000000u; /* no step is done */
    return go_on(s, header, update);
}

boot_result device_boot(void)
{
    session s;
    staged_header header;
    inplace_update update;
    int is_readable;

    journal_open(&s.journal);
    if (state_of(&s.journal) == IDLE)
        return BOOT_STARTS;
    is_readable = read_header(&header, &update);
    if (state_of(&s.journal) == REQUESTED)
        return begin(&s, &header, &update, is_readable);
    if (!is_readable || tag_of(&header) != s.journal.tag)
        return BOOT_LOST_UPDATE;
    return go_on(&s, &header, &update);
}

static int record_alone(uint32_t state)
{
    journal j;

    journal_open(&j);
    return state_of(&j) == WORKING ? -1 : journal_write(&j, state, 0);
}

int device_request(void)
{
    return record_alone(REQUESTED);
}

int device_download(void)
{
    uint32_t block;

    /* IDLE may stand in a record that was cut. Were the update gone, the record before it would lead nowhere. */
    if (board.fault != FAULT_BARE_DISCARD && record_alone(IDLE) != 0)
        return -1;
    for (block = 0; block < board.staged_blocks; block++) {
        if (nor_erase(board_staged() + block * nor.block_size) != 0)
            return -1;
    }
    return 0;
}
