#include "inplace_plan.h"

#include <string.h>

enum { FIRST_BITS = 10, FIRST_MASK = (1 << FIRST_BITS) - 1 };

/* A bit for each block. */
typedef struct {
    uint8_t bytes[(INPLACE_MAX_BLOCKS + 7) / 8];
} block_set;

static int contains(const block_set *set, uint32_t block)
{
    return set->bytes[block / 8] >> (block & 7) & 1;
}

static void add(block_set *set, uint32_t block)
{
    set->bytes[block / 8] |= (uint8_t)(1u << (block & 7));
}

typedef struct {
    uint32_t first;
    uint32_t count;
} run;

static int is_cached(const inplace_plan *plan, uint32_t index)
{
    return index >= plan->cached && index - plan->cached < INPLACE_RUNS_CACHED;
}

static run run_at(inplace_plan *plan, uint32_t index)
{
    const uint8_t *p = plan->cache;
    run r = {0, 1};

    if (!is_cached(plan, index)) {
        uint32_t left = plan->runs - index;
        uint32_t count = left < INPLACE_RUNS_CACHED ? left : INPLACE_RUNS_CACHED;

        plan->cached = index;
        if (plan->read(plan->user, index * INPLACE_RUN_SIZE, plan->cache, count * INPLACE_RUN_SIZE) != 0)
            plan->failed = 1;
    }
    p += (index - plan->cached) * INPLACE_RUN_SIZE;
    r.first = (p[0] | (uint32_t)p[1] << 8) & FIRST_MASK;
    r.count = (uint32_t)(p[1] >> (FIRST_BITS - 8)) + 1;
    return r;
}

void inplace_plan_begin(inplace_plan *plan)
{
    plan->cached = plan->runs; /* none */
    plan->failed = 0;
}

int inplace_plan_is_valid(inplace_plan *plan)
{
    block_set taken;
    uint32_t steps = 0;
    uint32_t i;

    if (plan->blocks > INPLACE_MAX_BLOCKS || plan->steps >= plan->blocks)
        return 0;
    if (plan->runs == 0)
        return 1;
    memset(&taken, 0, sizeof taken);
    for (i = 0; i < plan->runs && steps < plan->steps; i++) {
        run r = run_at(plan, i);

        if (r.count > plan->blocks || r.first > plan->blocks - r.count)
            return 0;
        for (; r.count > 0; r.count--, r.first++, steps++) {
            if (contains(&taken, r.first))
                return 0;
            add(&taken, r.first);
        }
    }
    return i == plan->runs && steps == plan->steps && !plan->failed;
}

uint32_t inplace_place(inplace_plan *plan, uint32_t step)
{
    uint32_t i;

    for (i = 0; i < plan->runs; i++) {
        run r = run_at(plan, i);

        if (step < r.count)
            return r.first + step;
        step -= r.count;
    }
    return step;
}

uint32_t inplace_death(inplace_plan *plan, uint32_t block)
{
    uint32_t step = 0;
    uint32_t i;

    if (plan->runs == 0)
        return block < plan->steps ? block : INPLACE_NEVER;
    for (i = 0; i < plan->runs; i++) {
        run r = run_at(plan, i);

        if (block >= r.first && block - r.first < r.count)
            return step + block - r.first;
        step += r.count;
    }
    return INPLACE_NEVER;
}

/* The others of a ring have moved up when the copies reach the end, which is free then. */
static int fill(inplace_plan *plan, block_set *settled, uint32_t to, uint32_t end,
                int (*move)(void *user, uint32_t to, uint32_t from), void *user)
{
    int result = 0;

    while (result == 0 && to != end && to < plan->steps) {
        uint32_t from = inplace_place(plan, to);

        result = move(user, to, from);
        add(settled, to);
        to = from;
    }
    return result;
}

/* Blocks lie in chains, which begin at a block of the region where nothing was built, and in rings. A chain is followed
 * from its free end. In a ring the block that belongs in the lowest place steps aside, which leaves that place free
 * when the others have moved up: there the block of the next ring steps aside. At the end each of these goes to its own
 * place, the last first. */
int inplace_arrange(inplace_plan *plan, int (*move)(void *user, uint32_t to, uint32_t from), void *user)
{
    block_set settled;
    uint32_t spare = plan->blocks - 1; /* free when the chains were followed, as all behind the new image */
    uint32_t aside = spare;
    uint32_t block;
    int result = 0;

    memset(&settled, 0, sizeof settled);
    for (block = 0; result == 0 && block < plan->steps; block++) {
        if (inplace_death(plan, block) == INPLACE_NEVER)
            result = fill(plan, &settled, block, INPLACE_NEVER, move, user);
    }
    for (block = 0; result == 0 && block < plan->steps; block++) {
        uint32_t place = inplace_place(plan, block);

        if (place == block)
            add(&settled, block);
        if (contains(&settled, block))
            continue;
        result = move(user, aside, place);
        aside = block;
        if (result == 0)
            result = fill(plan, &settled, place, block, move, user);
    }
    /* What is not settled stepped aside: the first into the spare block, each other where the one before belongs. */
    while (result == 0 && aside != spare) {
        uint32_t to = aside;

        for (block = to; block > 0 && contains(&settled, block - 1); block--) {
        }
        aside = block > 0 ? block - 1 : spare;
        result = move(user, to, aside);
    }
    return result;
}
