/* libFuzzer over the decoder of compact patches: the first byte chooses the feed size, two bytes say how many of the
 * rest are the source, and what is left is the patch. Sources, targets and workspaces are exactly as large as they must
 * be, so that the sanitizers see each step beyond.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fota_compact.h"

enum { LIMIT = 8192, MEMORY = 4608 };

typedef struct {
    const uint8_t *source;
    uint32_t source_size;
    uint8_t *target;
    uint32_t target_size;
    uint32_t work; /* bytes that were read */
} memory;

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    memory *m = user;

    if (offset > m->source_size || length > m->source_size - offset)
        abort();
    memcpy(data, m->source + offset, length);
    m->work += length;
    return 0;
}

static int read_target(void *user, uint32_t offset, void *data, uint32_t length)
{
    memory *m = user;

    if (offset > m->target_size || length > m->target_size - offset)
        abort();
    memcpy(data, m->target + offset, length);
    m->work += length;
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    memory *m = user;

    if (offset != m->target_size || length > LIMIT - offset)
        abort();
    memcpy(m->target + offset, data, length);
    m->target_size += length;
    return 0;
}

static fota_compact_result apply(memory *m, const uint8_t *patch, uint32_t size, uint32_t feed)
{
    uint16_t *workspace = malloc(MEMORY - FOTA_COMPACT_STATE_SIZE);
    const fota_compact_io io = {
        read_source, read_target, write_target, 0, m, workspace, MEMORY - FOTA_COMPACT_STATE_SIZE};
    fota_compact state;
    fota_compact_result result;
    uint32_t at;

    fota_compact_begin(&state, m->source_size, LIMIT);
    for (at = 0; at < size; at += feed)
        fota_compact_feed(&state, &io, patch + at, size - at < feed ? size - at : feed);
    result = fota_compact_end(&state, &io);
    free(workspace);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* However the patch arrives, verdict and target are the same; each byte of the target costs at most two reads. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t source_size;
    uint32_t patch_size;
    uint8_t *source;
    uint8_t *patch;
    fota_compact_result result;

    if (size < 3)
        return 0;
    source_size = data[1] | (uint32_t)data[2] << 8;
    if (source_size > size - 3)
        return 0;
    patch_size = (uint32_t)(size - 3 - source_size);
    source = malloc(source_size + 1);
    patch = malloc(patch_size + 1);
    memcpy(source, data + 3, source_size);
    memcpy(patch, data + 3 + source_size, patch_size);
    {
        memory whole = {source, source_size, malloc(LIMIT), 0, 0};
        memory pieces = {source, source_size, malloc(LIMIT), 0, 0};

        result = apply(&whole, patch, patch_size, patch_size + 1);
        if (apply(&pieces, patch, patch_size, 1u + data[0]) != result)
            abort();
        if (whole.target_size != pieces.target_size || memcmp(whole.target, pieces.target, whole.target_size) != 0)
            abort();
        if (whole.work > 2 * FOTA_COMPACT_BUFFER * (whole.target_size + FOTA_COMPACT_BUFFER + 1))
            abort();
        free(whole.target);
        free(pieces.target);
    }
    free(source);
    free(patch);
    return 0;
}
