/* Applies a compact patch while it arrives; docs/compact-format.md is the format.
 *
 * C99, freestanding: no allocation, no recursion, no division, no 64-bit arithmetic, no static state. The whole state
 * is the plain struct fota_compact with the workspace: copy both anywhere between two feeds, and continue from the
 * copy.
 *
 *     static uint16_t workspace[FOTA_COMPACT_WORKSPACE(4608)];
 *     fota_compact patch;
 *     fota_compact_begin(&patch, source_size, target_limit);
 *     while (more)
 *         result = fota_compact_feed(&patch, &io, chunk, chunk_size);
 *     result = fota_compact_end(&patch, &io);
 *
 * A patch has no checksum. Verify the digest and the signature of the target before anything trusts it.
 */
#ifndef FOTA_COMPACT_H
#define FOTA_COMPACT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a decoder needs besides the workspace, at most: this state, and the stack without that of the callbacks. */
#define FOTA_COMPACT_STATE_SIZE 1104

/* The numbers that a workspace needs for patches that need so many bytes in all, as the encoder counts them. */
#define FOTA_COMPACT_WORKSPACE(memory) (((memory)-FOTA_COMPACT_STATE_SIZE) / 2)

typedef enum {
    FOTA_COMPACT_OK = 0,
    FOTA_COMPACT_TRUNCATED = 1,     /* the patch ends before the target is complete */
    FOTA_COMPACT_FORMAT = 2,        /* an unknown version, flag or parameter */
    FOTA_COMPACT_SOURCE_SIZE = 3,   /* made for a source of another size */
    FOTA_COMPACT_TARGET_LIMIT = 4,  /* the target is larger than the limit */
    FOTA_COMPACT_MEMORY = 5,        /* the patch needs a larger workspace */
    FOTA_COMPACT_RUN_OUTSIDE = 6,   /* literals or a copy are longer than what is left of the segment */
    FOTA_COMPACT_SOURCE_RANGE = 7,  /* a copy reaches out of the source */
    FOTA_COMPACT_TARGET_RANGE = 8,  /* a copy starts before the target */
    FOTA_COMPACT_TRAILING = 9,      /* the patch goes on behind its end */
    FOTA_COMPACT_READ_FAILED = 10,  /* read_source or read_target returned an error */
    FOTA_COMPACT_WRITE_FAILED = 11, /* write_target returned an error */
    FOTA_COMPACT_BAD_ARGUMENT = 12  /* a boundary to resume at that the patch does not have */
} fota_compact_result;

/* How a device reads and writes. Callbacks return 0, or anything else to stop the patch for good. */
typedef struct {
    /* Reads source bytes; offset + length never exceeds the source size. */
    int (*read_source)(void *user, uint32_t offset, void *data, uint32_t length);

    /* Reads target bytes, all of which write_target took before. */
    int (*read_target)(void *user, uint32_t offset, void *data, uint32_t length);

    /* Takes target bytes, strictly in order; offset is the number of bytes taken before. */
    int (*write_target)(void *user, uint32_t offset, const void *data, uint32_t length);

    /* Called when a segment is complete; these 8 bytes are what fota_compact_resume needs. May be null. */
    void (*boundary)(void *user, uint32_t patch_at, uint32_t target_at);

    void *user;              /* handed to the callbacks */
    uint16_t *workspace;     /* kept between feeds */
    uint32_t workspace_size; /* in bytes */
} fota_compact_io;

enum {
    FOTA_COMPACT_WINDOW = 64,   /* bytes of the patch that wait */
    FOTA_COMPACT_BUFFER = 16,   /* bytes that are read, or written, at once */
    FOTA_COMPACT_COUNTERS = 269 /* of all models but the mixed ones */
};

/* Between two feeds this is the whole state, with the workspace. It holds no pointer. Small fields come first, where
 * the short instructions of Thumb reach them. */
typedef struct {
    uint8_t state;
    uint8_t result; /* the first error; it stays */
    uint8_t flags;
    uint8_t table_bits;
    uint8_t ended; /* no more of the patch will come */
    uint8_t from_target;
    uint8_t history;
    uint8_t level;
    uint8_t last;
    uint8_t site;
    uint8_t half;
    uint8_t missed;
    uint8_t window_at;
    uint8_t window_end;
    uint8_t output_size;
    uint8_t cache_size;
    uint8_t cache_target; /* whether the cache has bytes of the target */
    uint8_t predicted[4];
    uint8_t change[4];
    uint16_t code_pieces;
    uint16_t ram_pieces;
    uint32_t range;
    uint32_t code;
    uint32_t target_at; /* bytes made so far */
    uint32_t from;
    uint32_t run_end;
    uint32_t segment_end;
    uint32_t alignment; /* of the last copy from the source: its place there minus that in the target */
    uint32_t hits;      /* cells since the last miss */
    uint32_t next_level;
    uint32_t patch_at;        /* patch bytes used so far */
    uint32_t resume_patch_at; /* the boundary to go on at, or 0 */
    uint32_t resume_target_at;
    uint32_t cache_at;
    uint32_t source_size;
    uint32_t target_size;
    uint32_t target_limit;
    uint32_t segment_size;
    uint32_t base;
    uint32_t ram;
    uint32_t ram_size;
    uint32_t piece;
    uint32_t piece_from;
    uint32_t piece_shift;
    int32_t byte_weights[4][2];
    int32_t flag_weights[3];
    uint16_t counters[FOTA_COMPACT_COUNTERS];
    uint8_t window[FOTA_COMPACT_WINDOW];
    uint8_t cache[FOTA_COMPACT_BUFFER];
    uint8_t output[FOTA_COMPACT_BUFFER];
} fota_compact;

/* Starts a patch. target_limit is the room for the target in bytes, or its size where that is known. */
void fota_compact_begin(fota_compact *patch, uint32_t source_size, uint32_t target_limit);

/* Takes the next bytes of the patch, any number. Nothing is written before the whole header was found good. */
fota_compact_result fota_compact_feed(fota_compact *patch, const fota_compact_io *io, const void *data,
                                      uint32_t length);

/* Carries out what still waits, and says whether the patch was complete. The target has patch->target_at bytes. */
fota_compact_result fota_compact_end(fota_compact *patch, const fota_compact_io *io);

/* After begin: goes on at a boundary that was noted before a reset. The patch is fed from its start, for header and
 * map; what is between them and patch_at is passed over. */
void fota_compact_resume(fota_compact *patch, uint32_t patch_at, uint32_t target_at);

#ifdef __cplusplus
}
#endif

#endif
