/* Where an update in place builds each block of the new image (docs/inplace.md).
 *
 * The plan is a list of runs, 16 bits each, little-endian: the first block of the region in the lower 10 bits, and how
 * many follow each other, less 1, above. Without runs each block is built in its own place.
 */
#ifndef INPLACE_PLAN_H
#define INPLACE_PLAN_H

#include <stdint.h>

enum { INPLACE_MAX_BLOCKS = 1023, INPLACE_RUN_SIZE = 2 };

/* The step that overwrites a block which no step does. */
#define INPLACE_NEVER UINT32_MAX

enum { INPLACE_RUNS_CACHED = 32 };

typedef struct {
    int (*read)(void *user, uint32_t offset, void *data, uint32_t length); /* of the plan; returns 0 */
    void *user;
    uint32_t runs;
    uint32_t steps;  /* blocks of the new image */
    uint32_t blocks; /* of the region; more than steps */
    uint32_t cached; /* the first run that is in the cache */
    uint8_t cache[INPLACE_RUNS_CACHED * INPLACE_RUN_SIZE];
    uint8_t failed; /* a read failed: what was answered means nothing */
} inplace_plan;

/* Starts to read a plan, whose other fields are set. */
void inplace_plan_begin(inplace_plan *plan);

/* Whether it builds each block of the new image once, in a place of its own within the region. */
int inplace_plan_is_valid(inplace_plan *plan);

/* Where a step builds its block. */
uint32_t inplace_place(inplace_plan *plan, uint32_t step);

/* The step that overwrites a block of the region, or INPLACE_NEVER. */
uint32_t inplace_death(inplace_plan *plan, uint32_t block);

/* Calls move for each copy of a block that brings the blocks from where they were built to their places, always in the
 * same order, until it returns something else than 0, and returns that. Each copy may be repeated from its start; no
 * block is a target more than twice.
 */
int inplace_arrange(inplace_plan *plan, int (*move)(void *user, uint32_t to, uint32_t from), void *user);

#endif
