/* Applies one compact patch in every manner that must not matter.
 *
 *     compact_checks SOURCE PATCH MEMORY TARGET
 *
 * In one go, and in pieces of many sizes; stopped after every byte of the patch and continued from a copy of the state;
 * resumed at each boundary; with a limit one byte too small, and with two bytes less of workspace than it needs; cut
 * off at every length; and with each callback failing in turn. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_compact.h"

enum { MOST = 1 << 22, MOST_BOUNDARIES = 64 };

typedef struct {
    uint8_t *data;
    uint32_t size;
} bytes;

typedef struct {
    bytes target;
    uint32_t reads_left;
    uint32_t writes_left;
    uint32_t boundaries;
    uint32_t patch_at[MOST_BOUNDARIES];
    uint32_t target_at[MOST_BOUNDARIES];
} memory;

static bytes source;
static bytes patch;
static bytes expected;
static uint32_t workspace_size;
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
    require(length > 0 && offset < source.size && length <= source.size - offset, "reads outside the source", offset);
    memcpy(data, source.data + offset, length);
    return 0;
}

static int read_target(void *user, uint32_t offset, void *data, uint32_t length)
{
    memory *m = user;

    if (m->reads_left-- == 0)
        return 1;
    require(length > 0 && offset < m->target.size && length <= m->target.size - offset, "reads what is not written",
            offset);
    memcpy(data, m->target.data + offset, length);
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

static void boundary(void *user, uint32_t patch_at, uint32_t target_at)
{
    memory *m = user;

    require(target_at == m->target.size, "calls a boundary what is not written", target_at);
    require(m->boundaries < MOST_BOUNDARIES, "has many boundaries", m->boundaries);
    m->patch_at[m->boundaries] = patch_at;
    m->target_at[m->boundaries++] = target_at;
}

static memory fresh(void)
{
    memory m = {{malloc(expected.size ? expected.size : 1), 0}, UINT32_MAX, UINT32_MAX, 0, {0}, {0}};

    return m;
}

static fota_compact_io io_for(memory *m, uint16_t *workspace, uint32_t size)
{
    const fota_compact_io io = {read_source, read_target, write_target, boundary, m, workspace, size};

    return io;
}

static int is_expected(const memory *m)
{
    return m->target.size == expected.size && memcmp(m->target.data, expected.data, expected.size) == 0;
}

static fota_compact_result feed(fota_compact *state, const fota_compact_io *io, uint32_t at, uint32_t end,
                                uint32_t feed_size)
{
    fota_compact_result result = FOTA_COMPACT_OK;

    while (result == FOTA_COMPACT_OK && at < end) {
        uint32_t part = end - at < feed_size ? end - at : feed_size;

        result = fota_compact_feed(state, io, patch.data + at, part);
        at += part;
    }
    return fota_compact_end(state, io);
}

/* The workspace is exactly as large as it is said to be, for the sanitizers; all of it is full of rubbish. */
static fota_compact_result apply(memory *m, uint32_t feed_size, uint32_t limit, uint32_t size, uint32_t patch_size)
{
    uint16_t *workspace = malloc(size ? size : 1);
    const fota_compact_io io = io_for(m, workspace, size);
    fota_compact state;
    fota_compact_result result;

    memset(workspace, 0xAA, size);
    memset(&state, 0xAA, sizeof state);
    fota_compact_begin(&state, source.size, limit);
    result = feed(&state, &io, 0, patch_size, feed_size);
    if (result == FOTA_COMPACT_OK)
        require(state.target_at == m->target.size && state.patch_at == patch_size, "counts wrong", state.patch_at);
    free(workspace);
    return result;
}

static void check_sizes(void)
{
    static const uint32_t sizes[] = {1, 2, 3, 55, 56, 57, 63, 64, 65, 255, 4096};
    uint32_t i;

    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        memory m = fresh();

        require(apply(&m, sizes[i], expected.size, workspace_size, patch.size) == FOTA_COMPACT_OK, "is refused",
                sizes[i]);
        require(is_expected(&m), "gives another target with this feed size", sizes[i]);
        free(m.target.data);
    }
}

/* State and workspace alone survive; everything else is new after each byte. */
static void check_copies(void)
{
    memory m = fresh();
    uint16_t *stored_workspace = malloc(workspace_size);
    fota_compact stored;
    uint32_t at;

    fota_compact_begin(&stored, source.size, expected.size);
    for (at = 0; at <= patch.size; at++) {
        uint16_t *workspace = malloc(workspace_size);
        const fota_compact_io io = io_for(&m, workspace, workspace_size);
        fota_compact state = stored;
        fota_compact_result result;

        memcpy(workspace, stored_workspace, workspace_size);
        result = at < patch.size ? fota_compact_feed(&state, &io, patch.data + at, 1) : fota_compact_end(&state, &io);
        require(result == FOTA_COMPACT_OK, "is refused when copied", at);
        stored = state;
        memcpy(stored_workspace, workspace, workspace_size);
        free(workspace);
    }
    require(is_expected(&m), "gives another target when copied", at);
    free(stored_workspace);
    free(m.target.data);
}

static fota_compact_result resume(memory *m, uint32_t patch_at, uint32_t target_at, uint32_t feed_size)
{
    uint16_t *workspace = malloc(workspace_size);
    const fota_compact_io io = io_for(m, workspace, workspace_size);
    fota_compact state;
    fota_compact_result result;

    m->target.size = target_at <= expected.size ? target_at : 0;
    memcpy(m->target.data, expected.data, m->target.size);
    fota_compact_begin(&state, source.size, expected.size);
    fota_compact_resume(&state, patch_at, target_at);
    result = feed(&state, &io, 0, patch.size, feed_size);
    free(workspace);
    return result;
}

/* What was written before the boundary is not written again. */
static void check_resume(void)
{
    static const uint32_t sizes[] = {1, 64, 4096};
    memory whole = fresh();
    uint32_t i;

    require(apply(&whole, 64, expected.size, workspace_size, patch.size) == FOTA_COMPACT_OK, "is refused", 0);
    for (i = 0; i < 3 * whole.boundaries; i++) {
        uint32_t patch_at = whole.patch_at[i / 3];
        uint32_t target_at = whole.target_at[i / 3];
        memory m = fresh();

        require(resume(&m, patch_at, target_at, sizes[i % 3]) == FOTA_COMPACT_OK, "is refused when resumed", i);
        require(is_expected(&m), "gives another target when resumed", i);
        require(resume(&m, patch_at, target_at - 1, 64) == FOTA_COMPACT_BAD_ARGUMENT, "resumes within a segment", i);
        require(resume(&m, patch_at, expected.size + 1, 64) == FOTA_COMPACT_BAD_ARGUMENT, "resumes behind the end", i);
        require(resume(&m, 11, target_at, 64) == FOTA_COMPACT_BAD_ARGUMENT, "resumes within the header", i);
        require(resume(&m, patch.size + 1, target_at, 64) == FOTA_COMPACT_TRUNCATED, "resumes behind the patch", i);
        free(m.target.data);
    }
    free(whole.target.data);
}

static void check_limits(void)
{
    memory m = fresh();

    if (expected.size > 0)
        require(apply(&m, 64, expected.size - 1, workspace_size, patch.size) == FOTA_COMPACT_TARGET_LIMIT,
                "ignores the limit", 0);
    require(apply(&m, 64, expected.size, workspace_size - 2, patch.size) == FOTA_COMPACT_MEMORY,
            "takes a workspace that is too small", workspace_size);
    require(m.target.size == 0, "writes before it knows that there is room", m.target.size);
    free(m.target.data);
}

static void check_truncation(void)
{
    uint32_t size;

    for (size = 0; size < patch.size; size++) {
        memory m = fresh();

        require(apply(&m, 64, expected.size, workspace_size, size) == FOTA_COMPACT_TRUNCATED,
                "takes a cut patch for something else", size);
        free(m.target.data);
    }
}

static void check_callbacks(void)
{
    uint32_t calls;

    for (calls = 0; calls < 50; calls++) {
        memory m = fresh();
        fota_compact_result result;

        m.writes_left = calls;
        result = apply(&m, 64, expected.size, workspace_size, patch.size);
        require(result == FOTA_COMPACT_WRITE_FAILED || is_expected(&m), "goes on after a failed write", calls);
        free(m.target.data);
        m = fresh();
        m.reads_left = calls;
        result = apply(&m, 64, expected.size, workspace_size, patch.size);
        require(result == FOTA_COMPACT_READ_FAILED || is_expected(&m), "goes on after a failed read", calls);
        free(m.target.data);
    }
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: compact_checks SOURCE PATCH MEMORY TARGET\n");
        return 2;
    }
    source = read_file(arguments[1]);
    patch = read_file(arguments[2]);
    workspace_size = (uint32_t)atoi(arguments[3]) - FOTA_COMPACT_STATE_SIZE;
    expected = read_file(arguments[4]);
    check_sizes();
    check_copies();
    check_resume();
    check_limits();
    check_truncation();
    check_callbacks();
    printf("{\"checks\":%u,\"context\":%u}\n", checks, (unsigned)sizeof(fota_compact));
    return 0;
}
