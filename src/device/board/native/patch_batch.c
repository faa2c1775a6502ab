/* Applies many patches, for comparison with another patcher.
 *
 *     patch_batch < CASES > RESULTS
 *
 * A case: dialect (one byte), then source size, patch size and limit (32 bits, little-endian), source, patch. A result:
 * fota_patch_result (one byte), target size (32 bits), target when the patch was accepted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_patch.h"

typedef struct {
    const uint8_t *source;
    uint32_t source_size;
    uint8_t *target;
    uint32_t limit;
} memory;

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    const memory *m = user;

    if (offset > m->source_size || length > m->source_size - offset)
        abort();
    memcpy(data, m->source + offset, length);
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    const memory *m = user;

    if (offset > m->limit || length > m->limit - offset)
        abort();
    memcpy(m->target + offset, data, length);
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

static void run_case(int dialect)
{
    uint32_t source_size = take_number();
    uint32_t patch_size = take_number();
    uint32_t limit = take_number();
    uint8_t *source = take(source_size);
    uint8_t *patch = take(patch_size);
    uint8_t buffer[64];
    memory m = {source, source_size, malloc(limit ? limit : 1), limit};
    const fota_patch_io io = {read_source, write_target, 0, &m, buffer, sizeof buffer};
    fota_patch state;
    fota_patch_result result = fota_patch_begin(&state, dialect, source_size, limit);
    uint32_t half = patch_size / 2;

    if (result == FOTA_PATCH_OK)
        result = fota_patch_feed(&state, &io, patch, half);
    if (result == FOTA_PATCH_OK)
        result = fota_patch_feed(&state, &io, patch + half, patch_size - half);
    if (result == FOTA_PATCH_OK)
        result = fota_patch_end(&state);
    put((uint8_t)result, m.target, result == FOTA_PATCH_OK ? state.target_at : 0);
    free(source);
    free(patch);
    free(m.target);
}

int main(void)
{
    int dialect;

    while ((dialect = getchar()) != EOF)
        run_case(dialect);
    return 0;
}
