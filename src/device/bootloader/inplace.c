#include "inplace.h"

#include <string.h>

#include "fota_patch.h"

enum { FEED_SIZE = 64, COPY_SIZE = 128 };

typedef struct {
    const inplace_update *update;
    const inplace_io *io;
    inplace_plan plan;
    fota_patch patch;
    verdict failure; /* why a callback ended the patch */
    uint32_t done;   /* steps that were done before */
    uint32_t step;   /* while arranging: the step of the next copy */
    uint32_t fill;   /* bytes in the row */
    uint8_t row[INPLACE_ROW];
} work;

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static int stop(work *w, verdict failure)
{
    w->failure = failure;
    return -1;
}

static int read_plan(void *user, uint32_t offset, void *data, uint32_t length)
{
    const work *w = user;

    return w->io->read_update(w->io->user, w->update->plan_at + offset, data, length);
}

static void begin(work *w, const inplace_update *update, const inplace_io *io, uint32_t done)
{
    memset(w, 0, sizeof *w);
    w->update = update;
    w->io = io;
    w->done = done;
    w->failure = VERDICT_BAD_PATCH;
    w->plan.read = read_plan;
    w->plan.user = w;
    w->plan.runs = update->runs;
    w->plan.steps = (update->new_size + update->block_size - 1) / update->block_size;
    w->plan.blocks = update->blocks;
    inplace_plan_begin(&w->plan);
}

/* Runs the payload through write_target, with what is copied read by read_source. */
static verdict run_payload(work *w, int (*read_source)(void *user, uint32_t offset, void *data, uint32_t length),
                           int (*write_target)(void *user, uint32_t offset, const void *data, uint32_t length))
{
    uint8_t copy[COPY_SIZE];
    uint8_t feed[FEED_SIZE];
    const fota_patch_io io = {
        .read_source = read_source,
        .write_target = write_target,
        .user = w,
        .buffer = copy,
        .buffer_size = sizeof copy,
    };
    const inplace_update *u = w->update;
    int is_patch = u->dialect != 0;
    fota_patch_result result = FOTA_PATCH_OK;
    uint32_t at = 0;

    if (is_patch)
        result = fota_patch_begin(&w->patch, u->dialect, u->base_size, u->new_size);
    while (result == FOTA_PATCH_OK && at < u->payload_size) {
        uint32_t part = smaller(u->payload_size - at, sizeof feed);

        if (w->io->read_update(w->io->user, u->payload_at + at, feed, part) != 0)
            return VERDICT_FLASH_FAILED;
        if (is_patch)
            result = fota_patch_feed(&w->patch, &io, feed, part);
        else if (write_target(w, at, feed, part) != 0)
            result = FOTA_PATCH_WRITE_FAILED;
        at += part;
    }
    if (is_patch && result == FOTA_PATCH_OK)
        result = fota_patch_end(&w->patch);
    if (w->plan.failed)
        return VERDICT_FLASH_FAILED;
    if (result != FOTA_PATCH_OK)
        return w->failure;
    return (is_patch ? w->patch.target_at : at) == u->new_size ? VERDICT_GOOD : VERDICT_WRONG_RESULT;
}

/* ---- checking ---- */

/* Whether a block may be read for the next byte of the new image, and each byte up to the end of both blocks. */
static int read_is_in_time(work *w, uint32_t source, uint32_t target, uint32_t length)
{
    uint32_t size = w->update->block_size;

    while (length > 0) {
        uint32_t part = smaller(length, smaller(size - source % size, size - target % size));

        if (target / size >= inplace_death(&w->plan, source / size))
            return 0;
        source += part;
        target += part;
        length -= part;
    }
    return 1;
}

static int read_in_time(void *user, uint32_t offset, void *data, uint32_t length)
{
    work *w = user;

    if (!read_is_in_time(w, offset, w->patch.target_at, length))
        return stop(w, VERDICT_LATE_READ);
    return w->io->read(w->io->user, offset, data, length) == 0 ? 0 : stop(w, VERDICT_FLASH_FAILED);
}

static int take(void *user, uint32_t offset, const void *data, uint32_t length)
{
    work *w = user;

    (void)offset;
    return w->io->take(w->io->user, data, length) == 0 ? 0 : stop(w, VERDICT_FLASH_FAILED);
}

static int fits(const inplace_update *u)
{
    if (u->blocks > INPLACE_MAX_BLOCKS)
        return 0;
    return u->base_size <= u->block_size * u->blocks && u->new_size <= u->block_size * u->blocks;
}

verdict inplace_check(const inplace_update *update, const inplace_io *io)
{
    work w;

    if (!fits(update))
        return VERDICT_TOO_LARGE;
    begin(&w, update, io, 0);
    if (!inplace_plan_is_valid(&w.plan))
        return w.plan.failed ? VERDICT_FLASH_FAILED : VERDICT_BAD_PLAN;
    return run_payload(&w, read_in_time, take);
}

/* ---- building ---- */

/* Bytes of the new image that were built before: they are made again, and go nowhere. */
static uint32_t built_before(const work *w)
{
    return w->done * w->update->block_size;
}

/* What is made again is not read: it may be gone. */
static int read_if_needed(void *user, uint32_t offset, void *data, uint32_t length)
{
    work *w = user;
    uint32_t target = w->patch.target_at;
    uint32_t skip = target < built_before(w) ? smaller(length, built_before(w) - target) : 0;

    if (skip == length)
        return 0;
    return w->io->read(w->io->user, offset + skip, (uint8_t *)data + skip, length - skip) == 0
               ? 0
               : stop(w, VERDICT_FLASH_FAILED);
}

static int is_erased(const work *w, uint32_t length)
{
    uint32_t i;

    for (i = 0; i < length; i++) {
        if (w->row[i] != w->io->erase_value)
            return 0;
    }
    return 1;
}

/* Programs the row, its last unit filled up. A blank one is left as it is. */
static int program_row(work *w, uint32_t offset, uint32_t length)
{
    uint32_t unit = w->io->program_unit;
    uint32_t whole = (length + unit - 1) / unit * unit;

    memset(w->row + length, w->io->erase_value, whole - length);
    if (is_erased(w, whole))
        return 0;
    return w->io->program(w->io->user, offset, w->row, whole);
}

/* The row ends before a target position. */
static int flush_row(work *w, uint32_t end)
{
    uint32_t size = w->update->block_size;
    uint32_t start = end - w->fill;
    uint32_t step = start / size;
    uint32_t place = inplace_place(&w->plan, step) * size;

    if (w->plan.failed || (start % size == 0 && w->io->erase(w->io->user, place) != 0) ||
        program_row(w, place + start % size, w->fill) != 0)
        return -1;
    w->fill = 0;
    return end % size == 0 || end == w->update->new_size ? w->io->record(w->io->user, step + 1) : 0;
}

static int build(void *user, uint32_t offset, const void *data, uint32_t length)
{
    work *w = user;
    const uint8_t *bytes = data;

    if (offset < built_before(w)) {
        uint32_t skip = smaller(length, built_before(w) - offset);

        bytes += skip;
        offset += skip;
        length -= skip;
    }
    while (length > 0) {
        uint32_t part = smaller(length, INPLACE_ROW - w->fill);

        memcpy(w->row + w->fill, bytes, part);
        w->fill += part;
        bytes += part;
        offset += part;
        length -= part;
        if ((w->fill == INPLACE_ROW || offset == w->update->new_size) && flush_row(w, offset) != 0)
            return stop(w, VERDICT_FLASH_FAILED);
    }
    return 0;
}

/* ---- bringing the blocks to their places ---- */

static int copy_block(work *w, uint32_t to, uint32_t from)
{
    uint32_t at;

    if (w->io->erase(w->io->user, to) != 0)
        return -1;
    for (at = 0; at < w->update->block_size; at += INPLACE_ROW) {
        if (w->io->read(w->io->user, from + at, w->row, INPLACE_ROW) != 0 || program_row(w, to + at, INPLACE_ROW) != 0)
            return -1;
    }
    return 0;
}

static int move(void *user, uint32_t to, uint32_t from)
{
    work *w = user;
    uint32_t size = w->update->block_size;

    if (w->plan.failed)
        return -1;
    if (w->step++ < w->done)
        return 0;
    return copy_block(w, to * size, from * size) == 0 ? w->io->record(w->io->user, w->step) : -1;
}

verdict inplace_continue(const inplace_update *update, const inplace_io *io, uint32_t done)
{
    work w;
    verdict v = VERDICT_GOOD;

    begin(&w, update, io, done);
    if (done < w.plan.steps)
        v = run_payload(&w, read_if_needed, build);
    w.step = w.plan.steps;
    if (v == VERDICT_GOOD && inplace_arrange(&w.plan, move, &w) != 0)
        v = VERDICT_FLASH_FAILED;
    return v;
}
