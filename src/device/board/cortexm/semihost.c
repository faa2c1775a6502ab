#include "semihost.h"

#include <stdint.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT_EXTENDED = 0x20, STOPPED_BY_EXIT = 0x20026 };

static int32_t call(int32_t operation, const void *argument)
{
    register int32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;

    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void semihost_write(const char *text)
{
    call(SYS_WRITE0, text);
}

void semihost_exit(int code)
{
    const int32_t arguments[2] = {STOPPED_BY_EXIT, code};

    call(SYS_EXIT_EXTENDED, arguments);
    for (;;) {
    }
}
