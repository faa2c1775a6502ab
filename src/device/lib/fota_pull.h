/* Applies a JojoDiff patch in one call, with streams in the manner of JANPatch: for projects that come from there.
 *
 *     static uint8_t source_buffer[256], patch_buffer[256];
 *     const fota_pull_io io = { source_buffer, sizeof source_buffer, patch_buffer, sizeof patch_buffer,
 *                               &my_read, &my_write, &my_seek, NULL, NULL };
 *     result = fota_pull(&state, &io, FOTA_PATCH_JOJODIFF_085, source_size, target_limit, source, patch, target);
 *
 * Where the patch arrives in pieces, or where a reset must not lose the work, use fota_patch.h itself.
 */
#ifndef FOTA_PULL_H
#define FOTA_PULL_H

#include <stddef.h>

#include "fota_patch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The functions have the shapes of fread, fwrite and fseek; a stream is whatever they take. */
typedef struct {
    uint8_t *source_buffer;
    uint32_t source_buffer_size;
    uint8_t *patch_buffer;
    uint32_t patch_buffer_size;

    /* Reads up to count items; fewer only at the end of the stream. */
    size_t (*read)(void *data, size_t size, size_t count, void *stream);

    /* Writes count items in order; returns how many. */
    size_t (*write)(const void *data, size_t size, size_t count, void *stream);

    /* Moves a stream to an offset from its start (whence is 0); returns 0. Called for the source alone. */
    int (*seek)(void *stream, long offset, int whence);

    /* Called with the target bytes so far; may be null. */
    void (*progress)(void *user, uint32_t target_size);
    void *user; /* handed to progress */
} fota_pull_io;

/* Reads the whole patch stream and writes the target. The buffers may be small, but not empty. state is for its own
 * use, and says afterwards how far it came: state->patch_at, source_at and target_at. */
fota_patch_result fota_pull(fota_patch *state, const fota_pull_io *io, int dialect, uint32_t source_size,
                            uint32_t target_limit, void *source, void *patch, void *target);

#ifdef __cplusplus
}
#endif

#endif
