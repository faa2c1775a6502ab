#include "../platform.h"

#include "../device.h"
#include "../report.h"
#include "../run.h"
#include "fence.h"
#include "layout.h"
#include "memory.h"
#include "registers.h"
#include "semihost.h"

void platform_write(const char *text)
{
    semihost_write(text);
}

void platform_exit(int code)
{
    semihost_exit(code);
}

void platform_reset(void)
{
    __asm__ volatile("dsb");
    SCB_AIRCR = AIRCR_RESET;
    for (;;) {
    }
}

void platform_flash_writable(int writable)
{
    fence_flash_writable(writable);
}

/* An image for this board has its stack in some RAM and its entry in slot 0. */
static int is_for_this_board(const uint32_t *vectors)
{
    uint32_t stack = vectors[0];
    uint32_t entry = vectors[1];

    return stack > RAM_BASE && stack <= RAM_BASE + RAM_MAX_SIZE && stack % 4 == 0 && (entry & 1) != 0 &&
           entry >= (uintptr_t)vectors && entry < (uintptr_t)vectors + layout_image_capacity();
}

/* Where its stack begins there may be none: it would fault at once, and fault again in its handler. */
static void require_ram(uint32_t bytes)
{
    if (bytes <= CONTROL->ram_size)
        return;
    report_with("needs-ram", "bytes", bytes);
    run_fail("image-ram");
}

void platform_start_application(void)
{
    const uint32_t *vectors = (const uint32_t *)(uintptr_t)flash_at(layout_slot(SLOT_RUNNING));

    if (!is_for_this_board(vectors))
        return;
    require_ram(vectors[0] - RAM_BASE);
    SCB_VTOR = (uint32_t)(uintptr_t)vectors;
    __asm__ volatile("dsb\n"
                     "isb\n"
                     "msr msp, %0\n"
                     "bx %1\n"
                     :
                     : "r"(vectors[0]), "r"(vectors[1])
                     : "memory");
}

void platform_link_send(uint8_t byte)
{
    UART1_DIVISOR = 16;
    UART1_CONTROL = UART_SEND_AND_RECEIVE;
    /* What came before is no answer. Reading also tells QEMU to listen. */
    (void)UART1_DATA;
    while (UART1_STATE & UART_SEND_FULL) {
    }
    UART1_DATA = byte;
}

uint8_t platform_link_receive(void)
{
    while (!(UART1_STATE & UART_RECEIVE_FULL)) {
    }
    return (uint8_t)UART1_DATA;
}

/* The watchdog counts the host's time, and is generous: the host may be busy with other things. */
enum { WATCHDOG_CYCLES = WATCHDOG_HERTZ / 2 * 5 };

void platform_watchdog(int on)
{
    WATCHDOG_LOAD = WATCHDOG_CYCLES;
    WATCHDOG_CONTROL = on ? WATCHDOG_INTERRUPT_AND_RESET : 0;
}

uint8_t *platform_heap(uint32_t *size)
{
    *size = RAM_BASE + CONTROL->ram_size - KEPT_SIZE - (uint32_t)(uintptr_t)bss_end;
    return (uint8_t *)bss_end;
}

uint32_t platform_stack_peak(void)
{
    const uint32_t *at = stack_start;

    while (at < stack_end && *at == STACK_PAINT)
        at++;
    return (uint32_t)((const uint8_t *)stack_end - (const uint8_t *)at);
}

uint32_t platform_static_ram(void)
{
    return (uint32_t)((const uint8_t *)bss_end - (const uint8_t *)data_start);
}
