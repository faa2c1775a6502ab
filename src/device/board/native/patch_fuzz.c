/* libFuzzer: the first byte chooses dialect and feed size, the second the source size, the rest is the patch.
 * Sources and buffers are exactly as large as they must be, so that the sanitizers see each step beyond.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fota_container.h"
#include "fota_info.h"
#include "fota_patch.h"

enum { LIMIT = 4096 };

typedef struct {
    uint8_t *source;
    uint32_t source_size;
    uint8_t *target;
    uint32_t target_size;
} memory;

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    const memory *m = user;

    memcpy(data, m->source + offset, length);
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    memory *m = user;

    if (offset != m->target_size)
        abort();
    memcpy(m->target + offset, data, length);
    m->target_size += length;
    return 0;
}

static fota_patch_result apply(memory *m, int dialect, const uint8_t *patch, size_t size, size_t feed)
{
    uint8_t *buffer = malloc(feed);
    const fota_patch_io io = {read_source, write_target, 0, m, buffer, (uint32_t)feed};
    fota_patch state;
    fota_patch_result result = fota_patch_begin(&state, dialect, m->source_size, LIMIT);

    m->target_size = 0;
    while (result == FOTA_PATCH_OK && size > 0) {
        size_t part = size < feed ? size : feed;

        result = fota_patch_feed(&state, &io, patch, (uint32_t)part);
        patch += part;
        size -= part;
    }
    free(buffer);
    return result == FOTA_PATCH_OK ? fota_patch_end(&state) : result;
}

/* However the patch arrives, the verdict and the target are the same. */
static void fuzz_patch(int dialect, uint32_t source_size, const uint8_t *patch, size_t size, size_t feed)
{
    memory whole = {malloc(source_size), source_size, malloc(LIMIT), 0};
    memory pieces = {whole.source, source_size, malloc(LIMIT), 0};
    uint32_t i;
    fota_patch_result result;

    for (i = 0; i < source_size; i++)
        whole.source[i] = (uint8_t)(i * 7 + (i >> 3));
    result = apply(&whole, dialect, patch, size, size + 1);
    if (apply(&pieces, dialect, patch, size, feed) != result)
        abort();
    if (result == FOTA_PATCH_OK &&
        (whole.target_size != pieces.target_size || memcmp(whole.target, pieces.target, whole.target_size) != 0))
        abort();
    free(whole.source);
    free(whole.target);
    free(pieces.target);
}

/* A header that is accepted announces no more than there is. */
static void fuzz_container(const uint8_t *data, size_t size)
{
    fota_container container;
    uint8_t *header;

    if (size < FOTA_CONTAINER_HEADER_SIZE)
        return;
    header = malloc(FOTA_CONTAINER_HEADER_SIZE);
    memcpy(header, data, FOTA_CONTAINER_HEADER_SIZE);
    if (fota_container_read_header(header, &container) == FOTA_CONTAINER_OK &&
        fota_container_check(&container, (uint32_t)size) == FOTA_CONTAINER_OK &&
        (uint64_t)fota_container_payload_offset(&container) + container.payload_size > size)
        abort();
    free(header);
}

static int read_image(void *user, uint32_t offset, void *data, uint32_t length)
{
    const memory *m = user;

    if (offset > m->source_size || length > m->source_size - offset)
        abort();
    memcpy(data, m->source + offset, length);
    return 0;
}

static void fuzz_info(const uint8_t *data, size_t size)
{
    memory image = {malloc(size), (uint32_t)size, 0, 0};
    fota_info info;

    memcpy(image.source, data, size);
    fota_info_find(read_image, &image, image.source_size, &info);
    free(image.source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    fuzz_patch(1 + (data[0] & 1), (uint32_t)data[1] * 3 + 1, data + 2, size - 2, 1 + (data[0] >> 1));
    fuzz_container(data, size);
    fuzz_info(data, size);
    return 0;
}
