/* One instruction each: the plugin sees their addresses go by. */
#include "../platform.h"

#define PHASE(name)                                  \
    __attribute__((naked, noinline)) void name(void) \
    {                                                \
        __asm__ volatile("bx lr");                   \
    }

PHASE(phase_boot)
PHASE(phase_check)
PHASE(phase_patch)
PHASE(phase_verify)
PHASE(phase_swap)
PHASE(phase_application)
PHASE(phase_hash)
PHASE(phase_signature)
PHASE(phase_harness_begin)
PHASE(phase_harness_end)
