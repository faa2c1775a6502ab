#include "fence.h"

#include <stdint.h>

#include "../device.h"
#include "registers.h"

enum { REGION_ROM, REGION_RAM, REGION_FLASH, REGION_HARNESS, REGION_PERIPHERALS };

enum { READ_ONLY = 6, READ_WRITE = 3, NO_EXECUTE = 1 << 4 };

#define PERIPHERALS_BASE 0x40000000u
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
    set_region(REGION_ROM, 0, ROM_SIZE, READ_ONLY);
    set_region(REGION_RAM, RAM_BASE, CONTROL->ram_size, READ_WRITE | NO_EXECUTE);
    set_region(REGION_HARNESS, HARNESS_BASE, HARNESS_SIZE, READ_WRITE | NO_EXECUTE);
    set_region(REGION_PERIPHERALS, PERIPHERALS_BASE, PERIPHERALS_SIZE, READ_WRITE | NO_EXECUTE);
    SCB_SHCSR |= SHCSR_FAULTS;
    fence_flash_writable(0);
}
