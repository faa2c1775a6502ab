/* Says its version on the UART, confirms, and installs what was downloaded. */
#include "fota_boot.h"
#include "fota_info.h"
#include "fota_version.h"

FOTA_IMAGE_INFO();

extern uint32_t stack_end[];

#ifdef __ARM_ARCH_8M_MAIN__
#define UART0 0x40200000u
#else
#define UART0 0x40004000u
#endif
#define UART0_DATA (*(volatile uint32_t *)UART0)
#define UART0_CONTROL (*(volatile uint32_t *)(UART0 + 0x08u))
#define UART0_DIVISOR (*(volatile uint32_t *)(UART0 + 0x10u))

/* Something that fills flash and differs between versions. */
const uint16_t table[FOTA_TABLE_SIZE] = {FOTA_TABLE};

static void print(const char *text)
{
    while (*text != 0)
        UART0_DATA = (uint32_t)*text++;
}

#ifdef FOTA_COUNTS
#include "fota_refusals.h"

/* At the end of the RAM, which the bootloader leaves alone. */
#define KEPT (*(volatile uint32_t *)0x20007FF0u)

static const fota_info running = {
    {FOTA_PRODUCT_ID_LO, FOTA_PRODUCT_ID_HI}, FOTA_VERSION_MAJOR, FOTA_VERSION_MINOR, FOTA_VERSION_PATCH, FOTA_VERSION_STAGE, FOTA_SECURITY_COUNTER,
};

static void print_number(uint32_t number)
{
    const char digits[] = {(char)('0' + number / 10), (char)('0' + number % 10), ' ', 0};

    print(digits);
}

/* Before it confirms, which on this board ends all when nothing waits; a version that is at rest may. */
static void count_refusals(const fota_boot_services *boot)
{
    uint32_t polls = 0;
    int may;

    KEPT = fota_refusals_start(KEPT, &running, boot->update_waiting());
    print_number(fota_refusals_count(KEPT));
    for (KEPT = fota_refusals_poll(KEPT, &may); !may; KEPT = fota_refusals_poll(KEPT, &may))
        polls++;
    print_number(polls);
    print("\n");
    KEPT = fota_refusals_ask(KEPT, &running);
}
#endif

__attribute__((noreturn)) static void Reset_Handler(void)
{
    const fota_boot_services *boot = fota_boot();

    UART0_DIVISOR = 16;
    UART0_CONTROL = 1;
    print("application " FOTA_VERSION "\n");
#ifdef FOTA_HANGS
    for (;;) {
    }
#endif
#ifdef FOTA_READS
    print(*(volatile uint32_t *)FOTA_READS ? "read\n" : "read 0\n");
#endif
#ifdef FOTA_WRITES
    *(volatile uint32_t *)FOTA_WRITES = table[0];
#endif
#ifdef FOTA_RUNS
    ((void (*)(void))(FOTA_RUNS | 1u))();
#endif
#ifdef FOTA_THUMB2
    __asm__ volatile(".short 0xF44F, 0x7080" ::: "r0"); /* mov.w r0, #256 */
#endif
    if (boot) {
#ifdef FOTA_COUNTS
        count_refusals(boot);
#endif
        boot->confirm();
        if (boot->update_waiting())
            boot->install();
    }
    for (;;) {
    }
}

__attribute__((noreturn)) static void NMI_Handler(void)
{
    for (;;) {
    }
}

/* A reset is what a fault deserves. */
__attribute__((noreturn)) static void Fault_Handler(void)
{
    *(volatile uint32_t *)0xE000ED0Cu = 0x05FA0004u;
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    stack_end,
    (void *)Reset_Handler,
    (void *)NMI_Handler,
    (void *)Fault_Handler,
    (void *)Fault_Handler,
    (void *)Fault_Handler,
    (void *)Fault_Handler,
};
