/* What the linker script says about the RAM. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdint.h>

#define STACK_PAINT 0xA5A5A5A5u
#define LOST_RAM 0xDEADBEEFu

/* The end of the RAM is the application's: what it keeps there outlives a reset, as in backup registers. */
enum { KEPT_SIZE = 16 };

extern uint32_t stack_start[];
extern uint32_t stack_end[];
extern uint32_t data_load[];
extern uint32_t data_start[];
extern uint32_t data_end[];
extern uint32_t bss_start[];
extern uint32_t bss_end[];

#endif
