/* Applies many patches, for comparison with another patcher.
 *
 *     patch_batch < CASES > RESULTS
 *
 * A case: payload format (one byte), then source size, patch size, target limit and the decoder's memory (32 bits,
 * little-endian), source, patch. A result: fota_patch_result or fota_compact_result (one byte), target size (32 bits),
 * target when the patch was accepted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_compact.h"
#include "fota_patch.h"

enum { COMPACT = 3 };

typedef struct {
    const uint8_t *source;
    uint32_t source_size;
    uint8_t *target;
    uint32_t limit;
    uint32_t target_size; /* bytes written */
} memory;

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    const memory *m = user;

    if (offset > m->source_size || length > m->source_size - offset)
        abort();
    memcpy(data, m->source + offset, length);
    return 0;
}

static int read_target(void *user, uint32_t offset, void *data, uint32_t length)
{
    const memory *m = user;

    if (offset > m->target_size || length > m->target_size - offset)
        abort();
    memcpy(data, m->target + offset, length);
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    memory *m = user;

    if (offset != m->target_size || length > m->limit - offset)
        abort();
    memcpy(m->target + offset, data, length);
    m->target_size += length;
    return 0;
}

static void *take(uint32_t size)
{
    void *data = malloc(size ? size : 1);

    if (!data || fread(data, 1, size, stdin) != size)
        abort();
    return data;
}

static uint32_t take_number(void)
{
    uint8_t b[4];

    if (fread(b, 1, sizeof b, stdin) != sizeof b)
        abort();
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void put(uint8_t result, const uint8_t *target, uint32_t size)
{
    const uint8_t head[5] = {result, (uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16), (uint8_t)(size >> 24)};

    fwrite(head, 1, sizeof head, stdout);
    fwrite(target, 1, size, stdout);
}

static int apply_jojodiff(memory *m, int dialect, const uint8_t *patch, uint32_t size)
{
    uint8_t buffer[64];
    const fota_patch_io io = {read_source, write_target, 0, m, buffer, sizeof buffer};
    fota_patch state;
    uint32_t half = size / 2;

    fota_patch_begin(&state, dialect, m->source_size, m->limit);
    fota_patch_feed(&state, &io, patch, half);
    fota_patch_feed(&state, &io, patch + half, size - half);
    return fota_patch_end(&state);
}

static int apply_compact(memory *m, uint32_t decoder_memory, const uint8_t *patch, uint32_t size)
{
    uint32_t workspace_size = decoder_memory < FOTA_COMPACT_STATE_SIZE ? 0 : decoder_memory - FOTA_COMPACT_STATE_SIZE;
    uint16_t *workspace = malloc(workspace_size + 1);
    const fota_compact_io io = {read_source, read_target, write_target, 0, m, workspace, workspace_size};
    fota_compact state;
    uint32_t half = size / 2;
    int result;

    fota_compact_begin(&state, m->source_size, m->limit);
    fota_compact_feed(&state, &io, patch, half);
    fota_compact_feed(&state, &io, patch + half, size - half);
    result = fota_compact_end(&state, &io);
    free(workspace);
    return result;
}

static void run_case(int format)
{
    uint32_t source_size = take_number();
    uint32_t patch_size = take_number();
    uint32_t limit = take_number();
    uint32_t decoder_memory = take_number();
    uint8_t *source = take(source_size);
    uint8_t *patch = take(patch_size);
    memory m = {source, source_size, malloc(limit ? limit : 1), limit, 0};
    int result = format == COMPACT ? apply_compact(&m, decoder_memory, patch, patch_size)
                                   : apply_jojodiff(&m, format, patch, patch_size);

    put((uint8_t)result, m.target, result == 0 ? m.target_size : 0);
    free(source);
    free(patch);
    free(m.target);
}

int main(void)
{
    int format;

    while ((format = getchar()) != EOF)
        run_case(format);
    return 0;
}
