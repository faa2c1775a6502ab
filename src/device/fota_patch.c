#include "fota_patch.h"

enum {
    ESC = 0xA7,
    MOD = 0xA6, /* replace: data; both cursors advance */
    INS = 0xA5, /* insert: data; the source cursor stays */
    DEL = 0xA4, /* skip source bytes */
    EQL = 0xA3, /* copy source bytes */
    BKT = 0xA2, /* move the source cursor back */
    NONE = 0
};

/* What length_state is while the next byte is not simply one of so many that complete a length. */
enum {
    LENGTH_FIRST = 0xFF, /* the byte that says how long the length is */
    LENGTH_SHORT = 0xFE  /* the byte after FC, which counts from 253 */
};

fota_patch_result fota_patch_begin(fota_patch *patch, int dialect, uint32_t source_size, uint32_t target_limit)
{
    const fota_patch start = {
        .source_size = source_size,
        .target_limit = target_limit,
        .dialect = (uint8_t)dialect,
    };

    *patch = start;
    if (dialect != FOTA_PATCH_JOJODIFF_081 && dialect != FOTA_PATCH_JOJODIFF_085)
        patch->result = FOTA_PATCH_BAD_ARGUMENT;
    return (fota_patch_result)patch->result;
}

static fota_patch_result write_target(fota_patch *patch, const fota_patch_io *io, const uint8_t *data, uint32_t length)
{
    if (length > patch->target_limit - patch->target_at)
        return FOTA_PATCH_TARGET_LIMIT;
    if (io->write_target(io->user, patch->target_at, data, length) != 0)
        return FOTA_PATCH_WRITE_FAILED;
    patch->target_at += length;
    if (io->progress)
        io->progress(io->user, patch->target_at);
    return FOTA_PATCH_OK;
}

static fota_patch_result copy_source(fota_patch *patch, const fota_patch_io *io, uint32_t length)
{
    while (length > 0) {
        uint32_t part = length < io->buffer_size ? length : io->buffer_size;
        fota_patch_result result;

        if (io->read_source(io->user, patch->source_at, io->buffer, part) != 0)
            return FOTA_PATCH_READ_FAILED;
        result = write_target(patch, io, io->buffer, part);
        if (result != FOTA_PATCH_OK)
            return result;
        patch->source_at += part;
        length -= part;
    }
    return FOTA_PATCH_OK;
}

/* Carries out DEL, EQL or BKT, whose length is now complete. */
static fota_patch_result move(fota_patch *patch, const fota_patch_io *io)
{
    uint8_t operation = patch->operation;
    uint32_t length = patch->length;

    patch->operation = NONE;
    if (operation == BKT) {
        if (length > patch->source_at)
            return FOTA_PATCH_SOURCE_RANGE;
        patch->source_at -= length;
        return FOTA_PATCH_OK;
    }

    /* MOD data may have run past the end of the source. */
    if (patch->source_at > patch->source_size || length > patch->source_size - patch->source_at)
        return FOTA_PATCH_SOURCE_RANGE;
    if (operation == EQL) {
        if (length > patch->target_limit - patch->target_at)
            return FOTA_PATCH_TARGET_LIMIT;
        return copy_source(patch, io, length);
    }
    patch->source_at += length;
    return FOTA_PATCH_OK;
}

/* Takes one byte of a length: n-1 in one byte, FC and n-253, FD and 16 bits, FE and 32 bits, big-endian. */
static fota_patch_result take_length(fota_patch *patch, const fota_patch_io *io, uint8_t byte)
{
    switch (patch->length_state) {
    case LENGTH_FIRST:
        if (byte == 0xFF)
            return FOTA_PATCH_LENGTH_OVERFLOW;
        patch->length = 0;
        if (byte >= 0xFD) {
            patch->length_state = byte == 0xFD ? 2 : 4;
            return FOTA_PATCH_OK;
        }
        if (byte == 0xFC) {
            patch->length_state = LENGTH_SHORT;
            return FOTA_PATCH_OK;
        }
        patch->length = byte + 1u;
        break;
    case LENGTH_SHORT:
        patch->length = byte + 253u;
        break;
    default:
        patch->length = patch->length << 8 | byte;
        if (--patch->length_state > 0)
            return FOTA_PATCH_OK;
        break;
    }
    patch->length_state = 0;
    return move(patch, io);
}

static fota_patch_result open_operation(fota_patch *patch, uint8_t operation)
{
    /* Decoders disagree whether this is data, so no encoder may write it. */
    if (operation == patch->operation)
        return FOTA_PATCH_REPEATED_OPERATION;
    patch->operation = operation;
    if (operation <= DEL)
        patch->length_state = LENGTH_FIRST;
    return FOTA_PATCH_OK;
}

static fota_patch_result take_data(fota_patch *patch, const fota_patch_io *io, const uint8_t *data, uint32_t length)
{
    fota_patch_result result;

    if (patch->operation == NONE) {
        if (patch->dialect != FOTA_PATCH_JOJODIFF_085)
            return FOTA_PATCH_UNKNOWN_OPERATION;
        patch->operation = MOD;
    }
    if (patch->operation == MOD && length > UINT32_MAX - patch->source_at)
        return FOTA_PATCH_SOURCE_RANGE;
    result = write_target(patch, io, data, length);
    if (result == FOTA_PATCH_OK && patch->operation == MOD)
        patch->source_at += length;
    return result;
}

/* Takes the byte after an ESC. Returns how many bytes of the patch that used up. */
static uint32_t take_escaped(fota_patch *patch, const fota_patch_io *io, uint8_t byte)
{
    static const uint8_t escape = ESC;

    patch->escaped = 0;
    if (byte >= BKT && byte <= MOD) {
        patch->result = (uint8_t)open_operation(patch, byte);
        return 1;
    }
    /* ESC ESC is one byte of data; before anything else, the ESC is data and the byte speaks for itself. */
    patch->result = (uint8_t)take_data(patch, io, &escape, 1);
    return byte == ESC;
}

fota_patch_result fota_patch_feed(fota_patch *patch, const fota_patch_io *io, const void *data, uint32_t length)
{
    const uint8_t *start = data;
    const uint8_t *end = start + length;
    const uint8_t *at = start;

    if (io->buffer_size == 0)
        patch->result = FOTA_PATCH_BAD_ARGUMENT;
    while (at < end && patch->result == FOTA_PATCH_OK) {
        if (patch->length_state != 0) {
            patch->result = (uint8_t)take_length(patch, io, *at++);
        } else if (patch->escaped) {
            at += take_escaped(patch, io, *at);
        } else if (*at == ESC) {
            patch->escaped = 1;
            at++;
        } else {
            const uint8_t *run = at;

            while (at < end && *at != ESC)
                at++;
            patch->result = (uint8_t)take_data(patch, io, run, (uint32_t)(at - run));
        }
    }
    patch->patch_at += (uint32_t)(at - start);
    return (fota_patch_result)patch->result;
}

fota_patch_result fota_patch_end(fota_patch *patch)
{
    if (patch->result == FOTA_PATCH_OK && (patch->escaped || patch->length_state != 0))
        patch->result = FOTA_PATCH_TRUNCATED;
    return (fota_patch_result)patch->result;
}
