#include "fota_pull.h"

typedef struct {
    const fota_pull_io *io;
    void *source;
    void *target;
    uint32_t source_at; /* where the source stream stands, so that it is only moved where that is needed */
} streams;

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    streams *s = user;

    if (s->source_at != offset && s->io->seek(s->source, (long)offset, 0) != 0)
        return 1;
    s->source_at = offset + length;
    return s->io->read(data, 1, length, s->source) != length;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    streams *s = user;

    (void)offset;
    return s->io->write(data, 1, length, s->target) != length;
}

static void progress(void *user, uint32_t target_size)
{
    const streams *s = user;

    s->io->progress(s->io->user, target_size);
}

static fota_patch_result pull(fota_patch *state, const fota_pull_io *io, const fota_patch_io *push, void *patch)
{
    if (io->patch_buffer_size == 0)
        return FOTA_PATCH_BAD_ARGUMENT;
    while (state->result == FOTA_PATCH_OK) {
        size_t count = io->read(io->patch_buffer, 1, io->patch_buffer_size, patch);

        if (count > io->patch_buffer_size)
            return FOTA_PATCH_READ_FAILED;
        if (count == 0)
            return fota_patch_end(state);
        fota_patch_feed(state, push, io->patch_buffer, (uint32_t)count);
    }
    return (fota_patch_result)state->result;
}

fota_patch_result fota_pull(fota_patch *state, const fota_pull_io *io, int dialect, uint32_t source_size,
                            uint32_t target_limit, void *source, void *patch, void *target)
{
    /* No source offset: the first read always seeks. */
    streams s = {io, source, target, UINT32_MAX};
    const fota_patch_io push = {
        .read_source = read_source,
        .write_target = write_target,
        .progress = io->progress ? progress : 0,
        .user = &s,
        .buffer = io->source_buffer,
        .buffer_size = io->source_buffer_size,
    };

    fota_patch_begin(state, dialect, source_size, target_limit);
    state->result = (uint8_t)pull(state, io, &push, patch);
    return (fota_patch_result)state->result;
}
