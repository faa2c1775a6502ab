#include "fault.h"

#include <stdint.h>

#include "board.h"

#define SCB_ICSR (*(volatile uint32_t *)0xE000ED04u)
#define SCB_CFSR (*(volatile uint32_t *)0xE000ED28u)

/* Of the frame that the processor pushed: r0-r3, r12, lr, pc, psr. */
#define FRAME_LR 5
#define FRAME_PC 6

void fault_report(const uint32_t *frame) __attribute__((used, noreturn));

extern uint32_t link_stack_start[], link_stack_end[];

/* After a stack overflow the old stack cannot be used, not even to report it: start a new one at its end. */
__attribute__((naked)) void fault_handler(void)
{
    __asm__ volatile("mrs r0, msp\n"
                     "ldr r1, =link_stack_end\n"
                     "msr msp, r1\n"
                     "b fault_report\n");
}

static void put_text(const char *text)
{
    while (*text)
        board_uart_put(*text++);
}

/* printf may be what faulted. */
static void put_hex(const char *name, uint32_t value)
{
    put_text(name);
    for (int shift = 28; shift >= 0; shift -= 4)
        board_uart_put("0123456789abcdef"[(value >> shift) & 15u]);
}

void fault_report(const uint32_t *frame)
{
    put_text("\r\nfault");
    put_hex(" exception ", SCB_ICSR & 0x1FFu);
    put_hex(" cfsr ", SCB_CFSR);
    if (frame >= link_stack_start && frame + FRAME_PC < link_stack_end) {
        put_hex(" pc ", frame[FRAME_PC]);
        put_hex(" lr ", frame[FRAME_LR]);
    } else {
        put_text(" (stack overflow)");
    }
    put_text("\r\n");
    board_reset();
}
