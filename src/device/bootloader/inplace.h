/* Replaces an image where it lies: no second slot, no buffer of a block's size, and a way on after any power cut.
 *
 * The region has blocks of one size; the old image lies at its start, and so will the new one. Step k builds block k of
 * the new image into a block that nothing reads any more from step k on; the plan says which. Then the blocks are
 * copied to their places. Each step writes one block that nothing needs, from blocks that it does not touch: it may be
 * repeated at will, so the only thing to remember is how many steps are done.
 *
 *     if (inplace_check(&update, &io) == VERDICT_GOOD)     writes nothing; the caller checks digest and info record
 *         inplace_continue(&update, &io, 0);
 *     after a reset:
 *         inplace_continue(&update, &io, steps that were recorded);
 */
#ifndef INPLACE_H
#define INPLACE_H

#include <stdint.h>

#include "inplace_plan.h"
#include "verdict.h"

enum { INPLACE_ROW = 256 };

typedef struct {
    uint32_t block_size; /* bytes: a power of two, at least INPLACE_ROW */
    uint32_t blocks;     /* of the region */
    uint32_t base_size;  /* bytes of the old image */
    uint32_t new_size;   /* bytes of the new image */
    uint32_t plan_at;    /* where the plan lies in what read_update reads */
    uint32_t runs;       /* of the plan */
    uint32_t payload_at; /* where the patch, or a full image, lies there */
    uint32_t payload_size;
    int dialect; /* for fota_patch_begin; 0 for a full image */
} inplace_update;

/* How the flash is used. Callbacks return 0, or anything else to end the update for now. Offsets are bytes from the
 * region's start, but for read_update. */
typedef struct {
    int (*read_update)(void *user, uint32_t offset, void *data, uint32_t length);
    int (*read)(void *user, uint32_t offset, void *data, uint32_t length);

    /* Erases a block. */
    int (*erase)(void *user, uint32_t offset);

    /* Programs whole units of erased flash, at most INPLACE_ROW bytes of one row. */
    int (*program)(void *user, uint32_t offset, const void *data, uint32_t length);

    /* Remembers for good how many steps are done. */
    int (*record)(void *user, uint32_t steps);

    /* Takes the new image, in order, while an update is checked. */
    int (*take)(void *user, const void *data, uint32_t length);

    void *user;
    uint32_t program_unit; /* bytes: a power of two, at most INPLACE_ROW */
    uint8_t erase_value;
} inplace_io;

/* Applies an update to the old image without writing anything: the new image goes to take. Good when the plan is one,
 * and each byte of the old image is read before its block is overwritten. What it then makes of the same flash is what
 * take was given. */
verdict inplace_check(const inplace_update *update, const inplace_io *io);

/* Carries out the steps that are not done, of an update that was checked when none was done. */
verdict inplace_continue(const inplace_update *update, const inplace_io *io, uint32_t done);

#endif
