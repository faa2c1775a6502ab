/* The board: Arm MPS2 with a Cortex-M3 (AN385), as QEMU emulates it. UART0, one LED and the system tick. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

/* Sets up clock tick, UART and LED. Call once, first. */
void board_init(void);

/* Milliseconds since start-up; wraps after 49 days, so compare differences only. */
uint32_t board_millis(void);

/* Sleeps until the next tick or interrupt. */
void board_idle(void);

/* Restarts the processor. Does not return. */
void board_reset(void) __attribute__((noreturn));

void board_uart_put(char c);

/* The next received character, or -1 when there is none. */
int board_uart_get(void);

void board_led_set(bool on);
bool board_led_get(void);

/* The entry of the system tick in the vector table. */
void board_tick_handler(void);

#endif
