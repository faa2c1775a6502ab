/* Start-up of a Cortex-M3: the vector table, and what C expects before main() runs. */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "fault.h"

extern uint32_t link_stack_end[];
extern uint8_t link_data_load[], link_data_start[], link_data_end[];
extern uint8_t link_bss_start[], link_bss_end[];

int main(void);
void reset_handler(void);

typedef void (*vector)(void);

/* The 16 system entries; the sample polls its UART, so no peripheral interrupt is ever enabled. */
__attribute__((section(".vectors"), used)) static const vector vectors[] = {
    (vector)link_stack_end, /* initial stack pointer */
    reset_handler,
    fault_handler, /* NMI */
    fault_handler, /* hard fault */
    fault_handler, /* memory management */
    fault_handler, /* bus fault */
    fault_handler, /* usage fault */
    0,
    0,
    0,
    0,
    fault_handler, /* SVCall */
    fault_handler, /* debug monitor */
    0,
    fault_handler, /* PendSV */
    board_tick_handler,
};

void reset_handler(void)
{
    memcpy(link_data_start, link_data_load, (size_t)(link_data_end - link_data_start));
    memset(link_bss_start, 0, (size_t)(link_bss_end - link_bss_start));
    main();
    board_reset();
}
