#include "board.h"

#define CLOCK_HZ 25000000u
#define TICK_HZ 1000u
#define BAUD 115200u

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* CMSDK APB UART (Arm DDI 0479, 4.3). */
#define UART_DATA REGISTER(0x40004000u)
#define UART_STATE REGISTER(0x40004004u)
#define UART_CTRL REGISTER(0x40004008u)
#define UART_BAUDDIV REGISTER(0x40004010u)
#define UART_STATE_TX_FULL (1u << 0)
#define UART_STATE_RX_FULL (1u << 1)
#define UART_CTRL_TX_ENABLE (1u << 0)
#define UART_CTRL_RX_ENABLE (1u << 1)

/* The LED register of the board's FPGA; bit 0 is the left LED. */
#define FPGAIO_LED REGISTER(0x40028000u)

/* System control (Armv7-M Architecture Reference Manual, B3). */
#define SYST_CSR REGISTER(0xE000E010u)
#define SYST_RVR REGISTER(0xE000E014u)
#define SYST_CVR REGISTER(0xE000E018u)
#define SCB_AIRCR REGISTER(0xE000ED0Cu)
#define AIRCR_RESET_REQUEST 0x05FA0004u

static volatile uint32_t milliseconds;

void board_init(void)
{
    UART_BAUDDIV = CLOCK_HZ / BAUD;
    UART_CTRL = UART_CTRL_TX_ENABLE | UART_CTRL_RX_ENABLE;
    SYST_RVR = CLOCK_HZ / TICK_HZ - 1;
    SYST_CVR = 0;
    SYST_CSR = 7; /* processor clock, interrupt, enable */
    /* A bootloader may have jumped here with interrupts off. */
    __asm__ volatile("cpsie i" ::: "memory");
    board_led_set(false);
}

void board_tick_handler(void)
{
    milliseconds++;
}

uint32_t board_millis(void)
{
    return milliseconds;
}

void board_idle(void)
{
    __asm__ volatile("wfi" ::: "memory");
}

void board_reset(void)
{
    __asm__ volatile("dsb" ::: "memory");
    SCB_AIRCR = AIRCR_RESET_REQUEST;
    for (;;) {
    }
}

void board_uart_put(char c)
{
    while (UART_STATE & UART_STATE_TX_FULL) {
    }
    UART_DATA = (uint8_t)c;
}

int board_uart_get(void)
{
    return UART_STATE & UART_STATE_RX_FULL ? (int)(UART_DATA & 0xFFu) : -1;
}

void board_led_set(bool on)
{
    FPGAIO_LED = on ? 1u : 0u;
}

bool board_led_get(void)
{
    return (FPGAIO_LED & 1u) != 0;
}
