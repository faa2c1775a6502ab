/* From reset to boot(), the vector table, the boot services at their fixed address, and faults. */
#include <stdint.h>

#include "../device.h"
#include "../report.h"
#include "../run.h"
#include "../sweep.h"
#include "boot.h"
#include "fence.h"
#include "fota_boot.h"
#include "memory.h"
#include "registers.h"
#include "semihost.h"

enum { EXIT_FAULT = 4, EXIT_NO_CONTROL = 5 };

static void fill(uint32_t *from, const uint32_t *to, uint32_t value)
{
    while (from < to)
        *from++ = value;
}

/* A reset of the board leaves the RAM as it was; a loss of power does not. */
__attribute__((noinline)) static void lose_ram(void)
{
    uint32_t *in_use = (uint32_t *)__builtin_frame_address(0) - 16;
    const uint32_t *load = data_load;
    uint32_t *at;

    fill(stack_start, in_use, STACK_PAINT);
    fill(stack_end, (uint32_t *)(RAM_BASE + CONTROL->ram_size - KEPT_SIZE), LOST_RAM);
    for (at = data_start; at < data_end; at++)
        *at = *load++;
    fill(bss_start, bss_end, 0);
}

__attribute__((noreturn, used)) void Reset_Handler(void)
{
    if (CONTROL->magic != CONTROL_MAGIC)
        semihost_exit(EXIT_NO_CONTROL);
    lose_ram();
#ifdef __ARM_ARCH_6M__
    /* The board's core is larger than the part's: an ARMv6-M core faults on unaligned accesses. */
    SCB_CCR |= CCR_UNALIGN_TRP;
#endif
    fence_close();
    sweep_begin();
    run_boot();
}

__attribute__((noreturn, used)) void report_fault(void)
{
    report_line line;

    report_begin(&line, "fault");
    report_number(&line, "exception", SCB_ICSR & 0x1FF);
    report_number(&line, "status", SCB_CFSR);
    report_number(&line, "address", SCB_CFSR & 0x8000 ? SCB_BFAR : SCB_MMFAR);
    report_end(&line);
    semihost_exit(EXIT_FAULT);
}

/* The stack may be what failed. */
__attribute__((naked)) static void Fault_Handler(void)
{
    __asm__ volatile("ldr r0, =stack_end\n"
                     "msr msp, r0\n"
                     "ldr r0, =report_fault\n"
                     "bx r0\n");
}

typedef void (*vector)(void);

__attribute__((section(".vectors"), used)) static const vector vectors[16] = {
    (vector)(uintptr_t)stack_end,
    Reset_Handler,
    Fault_Handler,
    Fault_Handler,
    Fault_Handler,
    Fault_Handler,
    Fault_Handler,
    Fault_Handler, /* ARMv8-M: security */
    0,
    0,
    0,
    Fault_Handler,
    Fault_Handler,
    0,
    Fault_Handler,
    Fault_Handler,
};

__attribute__((section(".services"), used)) static const fota_boot_services services = {
    .magic = FOTA_BOOT_MAGIC,
    .version = FOTA_BOOT_VERSION,
    .update_waiting = boot_update_waiting,
    .install = boot_install,
    .confirm = run_confirm,
};
