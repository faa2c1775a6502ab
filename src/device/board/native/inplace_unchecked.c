/* The negative control of inplace_hostile: an installer that does not ask whether a block may still be read. */
#include "inplace_plan.h"

static uint32_t never(inplace_plan *plan, uint32_t block)
{
    (void)plan;
    (void)block;
    return INPLACE_NEVER;
}

#define inplace_death never
#include "../../bootloader/inplace.c"
