/* Applies a JojoDiff patch while it arrives.
 *
 * C99, freestanding: no allocation, no recursion, no static state. The caller gives the buffers, and says through two
 * callbacks how the source (the image that runs) is read and the target (the new image) is written. The whole state is
 * the plain struct fota_patch: copy it anywhere between two feeds, and continue from the copy after a reset.
 *
 *     fota_patch patch;
 *     fota_patch_begin(&patch, FOTA_PATCH_JOJODIFF_085, source_size, target_limit);
 *     while (more)
 *         result = fota_patch_feed(&patch, &io, chunk, chunk_size);
 *     result = fota_patch_end(&patch);
 *
 * A patch has no checksum. Verify the digest and the signature of the target before anything trusts it.
 */
#ifndef FOTA_PATCH_H
#define FOTA_PATCH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The dialects; the values are those of the update.fota header. */
enum {
    FOTA_PATCH_JOJODIFF_081 = 1, /* every run of replaced data is introduced by ESC MOD */
    FOTA_PATCH_JOJODIFF_085 = 2  /* data without an operation replaces: at the start, after EQL, DEL and BKT */
};

typedef enum {
    FOTA_PATCH_OK = 0,
    FOTA_PATCH_TRUNCATED = 1,          /* the patch ends within an operation */
    FOTA_PATCH_UNKNOWN_OPERATION = 2,  /* something else where an operation must stand */
    FOTA_PATCH_REPEATED_OPERATION = 3, /* MOD within MOD, or INS within INS */
    FOTA_PATCH_LENGTH_OVERFLOW = 4,    /* a length beyond 32 bits */
    FOTA_PATCH_SOURCE_RANGE = 5,       /* the source cursor leaves the source */
    FOTA_PATCH_TARGET_LIMIT = 6,       /* the target would grow beyond the limit; nothing was written beyond it */
    FOTA_PATCH_READ_FAILED = 7,        /* read_source returned an error */
    FOTA_PATCH_WRITE_FAILED = 8,       /* write_target returned an error */
    FOTA_PATCH_BAD_ARGUMENT = 9        /* an unknown dialect, or no buffer */
} fota_patch_result;

/* How a device reads and writes. Callbacks return 0, or anything else to stop the patch for good. */
typedef struct {
    /* Reads source bytes; offset + length never exceeds the source size. */
    int (*read_source)(void *user, uint32_t offset, void *data, uint32_t length);

    /* Takes target bytes, strictly in order; offset is the number of bytes taken before. */
    int (*write_target)(void *user, uint32_t offset, const void *data, uint32_t length);

    /* Called after each write with the target bytes so far, at least once for each buffer; may be null. */
    void (*progress)(void *user, uint32_t target_size);

    void *user;           /* handed to the callbacks */
    uint8_t *buffer;      /* source bytes on their way to the target; holds nothing between feeds */
    uint32_t buffer_size; /* 1 is enough; 256 is quick */
} fota_patch_io;

/* Between two feeds this is the whole state. It holds no pointer. */
typedef struct {
    uint32_t source_size;
    uint32_t target_limit;
    uint32_t source_at;   /* the source cursor */
    uint32_t target_at;   /* bytes written so far */
    uint32_t patch_at;    /* patch bytes taken so far; after an error, up to and with those that led to it */
    uint32_t length;      /* the operand that is being read */
    uint8_t operation;    /* the open operation, or 0 */
    uint8_t length_state; /* how much of the operand is still to come; 0 when none is being read */
    uint8_t escaped;      /* the last byte was an ESC whose meaning the next one decides */
    uint8_t dialect;
    uint8_t result; /* the first error; it stays */
} fota_patch;

/* Starts a patch. target_limit is the room for the target in bytes, or its size where that is known. */
fota_patch_result fota_patch_begin(fota_patch *patch, int dialect, uint32_t source_size, uint32_t target_limit);

/* Takes the next bytes of the patch, any number. */
fota_patch_result fota_patch_feed(fota_patch *patch, const fota_patch_io *io, const void *data, uint32_t length);

/* Says whether the patch was complete. The target has patch->target_at bytes. */
fota_patch_result fota_patch_end(fota_patch *patch);

#ifdef __cplusplus
}
#endif

#endif
