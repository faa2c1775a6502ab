/* Applies one patch in every manner that must not matter.
 *
 *     patch_checks SOURCE PATCH DIALECT TARGET
 *
 * In one go; in pieces of each size up to 64 bytes; with buffers of 1 to 64 bytes; stopped after every byte of the
 * patch and continued from a copy of the state; paused at every sector of the target; through the pull interface; with
 * a limit one byte too small; cut off at every length; and with each callback failing in turn. Then small patches that
 * only a wrong check lets through. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_pull.h"

enum { MOST = 1 << 22 };

typedef struct {
    uint8_t *data;
    uint32_t size;
} bytes;

typedef struct {
    const bytes *source;
    bytes target;
    uint32_t reads_left;
    uint32_t writes_left;
    uint32_t last_progress;
} memory;

static bytes source;
static bytes patch;
static bytes expected;
static int dialect;
static uint32_t checks;

static bytes read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    bytes content = {malloc(MOST), 0};

    if (!file || !content.data) {
        perror(path);
        exit(2);
    }
    content.size = (uint32_t)fread(content.data, 1, MOST, file);
    fclose(file);
    /* Exactly as large as the content, so that a sanitizer sees what reads beyond it. */
    content.data = realloc(content.data, content.size ? content.size : 1);
    return content;
}

static void require(int condition, const char *what, uint32_t figure)
{
    checks++;
    if (!condition) {
        fprintf(stderr, "%s (%u)\n", what, figure);
        exit(1);
    }
}

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    memory *m = user;

    if (m->reads_left-- == 0)
        return 1;
    require(offset <= m->source->size && length <= m->source->size - offset, "reads outside the source", offset);
    memcpy(data, m->source->data + offset, length);
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    memory *m = user;

    if (m->writes_left-- == 0)
        return 1;
    require(offset == m->target.size, "writes out of order", offset);
    require(length > 0 && length <= expected.size - offset, "writes beyond the limit", offset);
    memcpy(m->target.data + offset, data, length);
    m->target.size += length;
    return 0;
}

static void progress(void *user, uint32_t target_size)
{
    memory *m = user;

    require(target_size == m->target.size && target_size > m->last_progress, "progress does not go forwards",
            target_size);
    m->last_progress = target_size;
}

static memory fresh(void)
{
    memory m = {&source, {malloc(expected.size ? expected.size : 1), 0}, UINT32_MAX, UINT32_MAX, 0};

    return m;
}

static fota_patch_io io_for(memory *m, uint8_t *buffer, uint32_t buffer_size)
{
    const fota_patch_io io = {read_source, write_target, progress, m, buffer, buffer_size};

    return io;
}

static int is_expected(const memory *m)
{
    return m->target.size == expected.size && memcmp(m->target.data, expected.data, expected.size) == 0;
}

static fota_patch_result apply(memory *m, uint32_t feed_size, uint32_t buffer_size, uint32_t limit, uint32_t patch_size)
{
    uint8_t buffer[4096];
    const fota_patch_io io = io_for(m, buffer, buffer_size);
    fota_patch state;
    fota_patch_result result = fota_patch_begin(&state, dialect, source.size, limit);
    uint32_t at = 0;

    while (result == FOTA_PATCH_OK && at < patch_size) {
        uint32_t part = patch_size - at < feed_size ? patch_size - at : feed_size;

        result = fota_patch_feed(&state, &io, patch.data + at, part);
        at += part;
    }
    return result == FOTA_PATCH_OK ? fota_patch_end(&state) : result;
}

static void check_sizes(void)
{
    static const uint32_t sizes[] = {1, 3, 64, 255, 4096};
    uint32_t i;
    uint32_t j;

    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            memory m = fresh();

            require(apply(&m, sizes[i], sizes[j], expected.size, patch.size) == FOTA_PATCH_OK, "is refused", sizes[i]);
            require(is_expected(&m), "gives another target with this feed size", sizes[i]);
            free(m.target.data);
        }
    }
}

/* The state alone survives; everything else is new after each byte. */
static void check_resume(void)
{
    memory m = fresh();
    fota_patch stored;
    uint32_t at;

    fota_patch_begin(&stored, dialect, source.size, expected.size);
    for (at = 0; at < patch.size; at++) {
        uint8_t buffer[16];
        const fota_patch_io io = io_for(&m, buffer, sizeof buffer);
        fota_patch state;

        memset(buffer, 0xAA, sizeof buffer);
        memcpy(&state, &stored, sizeof state);
        require(fota_patch_feed(&state, &io, patch.data + at, 1) == FOTA_PATCH_OK, "is refused after a resume", at);
        memcpy(&stored, &state, sizeof stored);
    }
    require(fota_patch_end(&stored) == FOTA_PATCH_OK && is_expected(&m), "gives another target after resumes", at);
    free(m.target.data);
}

/* At each sector of the target the state alone survives, whatever the patch does there. */
static void check_pauses(uint32_t sector)
{
    memory m = fresh();
    fota_patch stored;
    uint32_t pauses = 0;

    fota_patch_begin(&stored, dialect, source.size, expected.size);
    for (;;) {
        uint8_t buffer[16];
        const fota_patch_io io = io_for(&m, buffer, sizeof buffer);
        fota_patch state;
        fota_patch_result result;

        memset(buffer, 0xAA, sizeof buffer);
        memcpy(&state, &stored, sizeof state);
        state.pause_at = (state.target_at / sector + 1) * sector;
        result = fota_patch_feed(&state, &io, patch.data + state.patch_at, patch.size - state.patch_at);
        memcpy(&stored, &state, sizeof stored);
        if (result == FOTA_PATCH_OK)
            break;
        require(result == FOTA_PATCH_PAUSED, "is refused after a pause", state.target_at);
        require(state.target_at == ++pauses * sector && m.target.size == state.target_at, "pauses elsewhere",
                state.target_at);
    }
    require(pauses == expected.size / sector, "leaves a pause out", pauses);
    require(stored.patch_at == patch.size && fota_patch_end(&stored) == FOTA_PATCH_OK && is_expected(&m),
            "gives another target after pauses", sector);
    free(m.target.data);
}

/* A pause that lies behind is none, and a patch that is left in a pause is not complete. */
static void check_pause_rules(void)
{
    static uint8_t hundred[100];
    const bytes old = {hundred, sizeof hundred};
    uint8_t buffer[16];
    memory m = {&old, {malloc(4096), 0}, UINT32_MAX, UINT32_MAX, 0};
    const fota_patch_io io = io_for(&m, buffer, sizeof buffer);
    uint32_t expected_size = expected.size;
    fota_patch state;

    expected.size = 100;
    fota_patch_begin(&state, FOTA_PATCH_JOJODIFF_085, sizeof hundred, 100);
    state.pause_at = 37;
    require(fota_patch_feed(&state, &io, "\xA7\xA3\x63", 3) == FOTA_PATCH_PAUSED, "does not pause in a copy", 37);
    require(state.patch_at == 3 && state.target_at == 37, "pauses elsewhere", state.target_at);
    {
        fota_patch left = state;

        require(fota_patch_end(&left) == FOTA_PATCH_TRUNCATED, "is complete in a pause", 37);
    }
    require(fota_patch_feed(&state, &io, "", 0) == FOTA_PATCH_OK, "pauses where it stands", 37);
    require(fota_patch_end(&state) == FOTA_PATCH_OK && m.target.size == 100, "does not go on", m.target.size);
    expected.size = expected_size;
    free(m.target.data);
}

static void check_limit(void)
{
    memory m;

    if (expected.size == 0)
        return;
    m = fresh();
    require(apply(&m, 64, 64, expected.size - 1, patch.size) == FOTA_PATCH_TARGET_LIMIT, "ignores the limit", 0);
    require(m.target.size < expected.size, "writes beyond the limit", m.target.size);
    free(m.target.data);
}

static void check_truncation(void)
{
    uint32_t size;

    for (size = 0; size < patch.size; size++) {
        memory m = fresh();
        fota_patch_result result = apply(&m, 64, 64, expected.size, size);

        require(result == FOTA_PATCH_OK || result == FOTA_PATCH_TRUNCATED || result == FOTA_PATCH_EMPTY_OPERATION,
                "takes a cut patch for something else", size);
        require(m.target.size <= expected.size && memcmp(m.target.data, expected.data, m.target.size) == 0,
                "writes something else from a cut patch", size);
        free(m.target.data);
    }
}

static void check_callbacks(void)
{
    uint32_t calls;

    for (calls = 0; calls < 50; calls++) {
        memory m = fresh();
        fota_patch_result result;

        m.writes_left = calls;
        result = apply(&m, 64, 64, expected.size, patch.size);
        require(result == FOTA_PATCH_WRITE_FAILED || is_expected(&m), "goes on after a failed write", calls);
        free(m.target.data);
        m = fresh();
        m.reads_left = calls;
        result = apply(&m, 64, 64, expected.size, patch.size);
        require(result == FOTA_PATCH_READ_FAILED || is_expected(&m), "goes on after a failed read", calls);
        free(m.target.data);
    }
}

static void check_arguments(void)
{
    memory m = fresh();
    fota_patch state;
    uint8_t none;
    const fota_patch_io io = io_for(&m, &none, 0);

    require(fota_patch_begin(&state, 0, 0, 0) == FOTA_PATCH_BAD_ARGUMENT, "knows dialect 0", 0);
    require(fota_patch_begin(&state, 3, 0, 0) == FOTA_PATCH_BAD_ARGUMENT, "knows dialect 3", 0);
    fota_patch_begin(&state, dialect, source.size, expected.size);
    require(fota_patch_feed(&state, &io, patch.data, patch.size) == FOTA_PATCH_BAD_ARGUMENT, "works without a buffer",
            0);
    require(fota_patch_end(&state) == FOTA_PATCH_BAD_ARGUMENT, "forgets its error", 0);
    free(m.target.data);
}

/* Applies a patch to a source of 100 bytes, with a buffer of 16, and says how much was written. */
static fota_patch_result apply_small(const char *operations, uint32_t size, uint32_t limit, uint32_t *written)
{
    static uint8_t hundred[100];
    const bytes old = {hundred, sizeof hundred};
    uint8_t buffer[16];
    memory m = {&old, {malloc(4096), 0}, UINT32_MAX, UINT32_MAX, 0};
    const fota_patch_io io = io_for(&m, buffer, sizeof buffer);
    uint32_t expected_size = expected.size;
    fota_patch state;
    fota_patch_result result;

    fota_patch_begin(&state, FOTA_PATCH_JOJODIFF_085, sizeof hundred, limit);
    expected.size = limit;
    fota_patch_feed(&state, &io, (const uint8_t *)operations, size);
    expected.size = expected_size;
    result = fota_patch_end(&state);
    *written = m.target.size;
    free(m.target.data);
    return result;
}

static void check_ranges(void)
{
    uint32_t written;
    char beyond[128];

    /* EQL 100 with room for 99: nothing is copied of what does not fit whole. */
    require(apply_small("\xA7\xA3\x63", 3, 100, &written) == FOTA_PATCH_OK, "refuses what fits", 100);
    require(written == 100, "copies less", written);
    require(apply_small("\xA7\xA3\x63", 3, 99, &written) == FOTA_PATCH_TARGET_LIMIT, "copies too much", 99);
    require(written == 0, "copies before it knows that there is room", written);
    require(apply_small("\xA7\xA5x\xA7\xA3\x62", 6, 99, &written) == FOTA_PATCH_TARGET_LIMIT, "copies too much", 99);
    require(written == 1, "forgets what was written before a copy", written);

    /* MOD of 110 bytes leaves the cursor 10 beyond the source; a step back by 5 does not lead into it, one by 10 does.
     */
    memset(beyond, 'x', 110);
    memcpy(beyond + 110, "\xA7\xA2\x04", 3);
    require(apply_small(beyond, 113, 4096, &written) == FOTA_PATCH_SOURCE_RANGE, "steps back to beyond the source", 5);
    beyond[112] = 9;
    require(apply_small(beyond, 113, 4096, &written) == FOTA_PATCH_OK, "does not step back to the end", 10);
    beyond[112] = 109;
    require(apply_small(beyond, 113, 4096, &written) == FOTA_PATCH_OK, "does not step back to the start", 110);
    beyond[112] = 110;
    require(apply_small(beyond, 113, 4096, &written) == FOTA_PATCH_SOURCE_RANGE, "steps back to before the source",
            111);
}

static FILE *opened(const bytes *content)
{
    FILE *file = tmpfile();

    fwrite(content->data, 1, content->size, file);
    rewind(file);
    return file;
}

static size_t read_file_stream(void *data, size_t size, size_t count, void *stream)
{
    return fread(data, size, count, stream);
}

static size_t write_file_stream(const void *data, size_t size, size_t count, void *stream)
{
    return fwrite(data, size, count, stream);
}

static int seek_file_stream(void *stream, long offset, int whence)
{
    return fseek(stream, offset, whence);
}

static void count_target(void *user, uint32_t target_size)
{
    *(uint32_t *)user = target_size;
}

static void check_pull(uint32_t buffer_size)
{
    uint32_t told = 0;
    fota_patch state;
    uint8_t source_buffer[256];
    uint8_t patch_buffer[256];
    const fota_pull_io io = {source_buffer,     buffer_size,      patch_buffer, buffer_size, read_file_stream,
                             write_file_stream, seek_file_stream, count_target, &told};
    FILE *old = opened(&source);
    FILE *delta = opened(&patch);
    FILE *new = tmpfile();
    bytes made = {malloc(expected.size + 1), 0};

    require(fota_pull(&state, &io, dialect, source.size, expected.size, old, delta, new) == FOTA_PATCH_OK,
            "pull is refused", 0);
    require(told == expected.size && state.target_at == told && state.patch_at == patch.size, "says less than it did",
            told);
    rewind(new);
    made.size = (uint32_t)fread(made.data, 1, expected.size + 1, new);
    require(made.size == expected.size && memcmp(made.data, expected.data, made.size) == 0, "pull gives another target",
            0);
    free(made.data);
    fclose(old);
    fclose(delta);
    fclose(new);
}

/* Streams in memory for EQL 100, that count and fail. */
static uint32_t seeks;
static int seek_result;
static uint32_t unwritten;
static fota_patch pull_state;

static size_t read_patch_or_source(void *data, size_t size, size_t count, void *stream)
{
    bytes *content = stream;
    size_t part = count < content->size ? count : content->size;

    (void)size;
    if (part > 0)
        memcpy(data, content->data, part);
    content->data += part;
    content->size -= (uint32_t)part;
    return part;
}

static size_t write_short(const void *data, size_t size, size_t count, void *stream)
{
    (void)data, (void)size, (void)stream;
    return count - unwritten;
}

static int count_seek(void *stream, long offset, int whence)
{
    (void)stream, (void)offset, (void)whence;
    seeks++;
    return seek_result;
}

static fota_patch_result pull_small(void)
{
    static uint8_t hundred[100];
    uint8_t operation[] = {0xA7, 0xA3, 99};
    uint8_t source_buffer[16];
    uint8_t patch_buffer[16];
    const fota_pull_io io = {source_buffer,
                             sizeof source_buffer,
                             patch_buffer,
                             sizeof patch_buffer,
                             read_patch_or_source,
                             write_short,
                             count_seek,
                             0,
                             0};
    bytes old = {hundred, sizeof hundred};
    bytes delta = {operation, sizeof operation};

    seeks = 0;
    return fota_pull(&pull_state, &io, FOTA_PATCH_JOJODIFF_085, sizeof hundred, 100, &old, &delta, NULL);
}

static void check_streams(void)
{
    require(pull_small() == FOTA_PATCH_OK, "pull is refused", 0);
    require(seeks == 1, "seeks where the stream stands already", seeks);
    seek_result = -1;
    require(pull_small() == FOTA_PATCH_READ_FAILED, "goes on after a failed seek", 0);
    seek_result = 1;
    require(pull_small() == FOTA_PATCH_READ_FAILED, "goes on after a failed seek", 1);
    seek_result = 0;
    unwritten = 1;
    require(pull_small() == FOTA_PATCH_WRITE_FAILED, "goes on after a short write", 1);
    require(pull_state.patch_at == 3 && pull_state.target_at == 0, "does not say where it failed", pull_state.patch_at);
    require(pull_state.result == FOTA_PATCH_WRITE_FAILED, "does not keep why", pull_state.result);
    unwritten = 0;
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: patch_checks SOURCE PATCH DIALECT TARGET\n");
        return 2;
    }
    source = read_file(arguments[1]);
    patch = read_file(arguments[2]);
    dialect = atoi(arguments[3]);
    expected = read_file(arguments[4]);
    check_sizes();
    check_resume();
    check_pauses(1);
    check_pauses(7);
    check_pauses(256);
    check_pause_rules();
    check_limit();
    check_truncation();
    check_callbacks();
    check_arguments();
    check_ranges();
    check_streams();
    check_pull(1);
    check_pull(256);
    printf("{\"checks\":%u,\"context\":%u}\n", checks, (unsigned)sizeof(fota_patch));
    return 0;
}
