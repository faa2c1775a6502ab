#include "fence.h"

#include <stdint.h>

#include "../device.h"
#include "registers.h"

enum { REGION_ROM, REGION_RAM, REGION_FLASH, REGION_HARNESS, REGION_PERIPHERALS };

enum { READ_ONLY = 6, READ_WRITE = 3, NO_EXECUTE = 1 << 4 };

#define PERIPHERALS_BASE 0x40000000u

#ifdef __ARM_ARCH_8M_MAIN__
#define PERIPHERALS_SIZE 0x20000000u /* both their aliases: at reset all of the board is secure */

enum { ANY_PRIVILEGE = 1, NO_WRITES = 2 };

/* Of MAIR0: cached memory, and devices. */
enum { NORMAL = 0, DEVICE = 1, ATTRIBUTES = 0x00FF };

/* A region is any number of 32 bytes. */
static void set_region(uint32_t number, uint32_t base, uint32_t size, uint32_t access)
{
    uint32_t rights = ANY_PRIVILEGE | ((access & 7) == READ_ONLY ? NO_WRITES : 0);

    MPU_RNR = number;
    MPU_RBAR = base | rights << 1 | access >> 4;
    MPU_RLAR = ((base + size - 1) & ~31u) | (number == REGION_PERIPHERALS ? DEVICE : NORMAL) << 1 | 1;
}
#else
#define PERIPHERALS_SIZE 0x00100000u

/* A region is a power of two; eighths of it can be left out. */
static void set_region(uint32_t number, uint32_t base, uint32_t size, uint32_t access)
{
    uint32_t log2 = 8;
    uint32_t eighths;
    uint32_t left_out;

    while (((uint32_t)1 << log2) < size)
        log2++;
    eighths = (size + ((uint32_t)1 << (log2 - 3)) - 1) >> (log2 - 3);
    left_out = 0xFFu << eighths & 0xFFu;
    MPU_RNR = number;
    MPU_RBAR = base;
    MPU_RASR = (access >> 4) << 28 | (access & 7) << 24 | 1u << 17 | left_out << 8 | (log2 - 1) << 1 | 1;
}
#endif

static void barrier(void)
{
    __asm__ volatile("dsb\n isb" ::: "memory");
}

void fence_flash_writable(int writable)
{
    MPU_CTRL = 0;
    barrier();
    set_region(REGION_FLASH, FLASH_BASE, CONTROL->flash_size, writable ? READ_WRITE : READ_ONLY);
    /* On, also in fault handlers, and without the default map. */
    MPU_CTRL = 1 | 2;
    barrier();
}

void fence_close(void)
{
#ifdef __ARM_ARCH_8M_MAIN__
    MPU_MAIR0 = ATTRIBUTES;
#endif
    set_region(REGION_ROM, 0, ROM_SIZE, READ_ONLY);
    set_region(REGION_RAM, RAM_BASE, CONTROL->ram_size, READ_WRITE | NO_EXECUTE);
    set_region(REGION_HARNESS, HARNESS_BASE, HARNESS_SIZE, READ_WRITE | NO_EXECUTE);
    set_region(REGION_PERIPHERALS, PERIPHERALS_BASE, PERIPHERALS_SIZE, READ_WRITE | NO_EXECUTE);
    SCB_SHCSR |= SHCSR_FAULTS;
    fence_flash_writable(0);
}
