/* The core's registers that the harness uses (ARMv7-M Architecture Reference Manual, B3.2; ARMv8-M, D1.2). */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

#define SCB_ICSR REGISTER(0xE000ED04)
#define SCB_VTOR REGISTER(0xE000ED08)
#define SCB_AIRCR REGISTER(0xE000ED0C)
#define SCB_CCR REGISTER(0xE000ED14)
#define SCB_SHCSR REGISTER(0xE000ED24)
#define SCB_CFSR REGISTER(0xE000ED28)
#define SCB_MMFAR REGISTER(0xE000ED34)
#define SCB_BFAR REGISTER(0xE000ED38)

#define AIRCR_RESET 0x05FA0004u
#define CCR_UNALIGN_TRP (1u << 3)
#define SHCSR_FAULTS (7u << 16)

#define MPU_CTRL REGISTER(0xE000ED94)
#define MPU_RNR REGISTER(0xE000ED98)
#define MPU_RBAR REGISTER(0xE000ED9C)
#define MPU_RASR REGISTER(0xE000EDA0)
/* ARMv8-M: the end of a region in place of its size. */
#define MPU_RLAR REGISTER(0xE000EDA0)
#define MPU_MAIR0 REGISTER(0xE000EDC0)

/* The board's second UART (Arm CMSDK, DDI 0479). */
#ifdef __ARM_ARCH_8M_MAIN__
#define UART1_BASE 0x40201000
#else
#define UART1_BASE 0x40005000
#endif
#define UART1_DATA REGISTER(UART1_BASE)
#define UART1_STATE REGISTER(UART1_BASE + 4)
#define UART1_CONTROL REGISTER(UART1_BASE + 8)
#define UART1_DIVISOR REGISTER(UART1_BASE + 16)
#define UART_SEND_FULL 1u
#define UART_RECEIVE_FULL 2u
#define UART_SEND_AND_RECEIVE 3u

/* The board's watchdog (Arm CMSDK, DDI 0479): an NMI when it expires, a reset when it expires again. */
#ifdef __ARM_ARCH_8M_MAIN__
#define WATCHDOG_BASE 0x50081000 /* the secure one: only its interrupt is an NMI */
#define WATCHDOG_HERTZ 20000000
#else
#define WATCHDOG_BASE 0x40008000
#define WATCHDOG_HERTZ 25000000
#endif
#define WATCHDOG_LOAD REGISTER(WATCHDOG_BASE)
#define WATCHDOG_CONTROL REGISTER(WATCHDOG_BASE + 8)
#define WATCHDOG_INTERRUPT_AND_RESET 3u

#endif
