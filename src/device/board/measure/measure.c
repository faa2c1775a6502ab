/* What a patcher costs on a Cortex-M3, alone: no flash, no checks, callbacks that copy memory.
 *
 * The host puts the job into the file behind the board's memory; this firmware applies the patch, compares the target,
 * and reports the context's size and the stack's depth. The plugin counts instructions between the phase markers.
 */
#include <stdint.h>
#include <string.h>

#include "../cortexm/memory.h"
#include "../cortexm/semihost.h"
#include "../platform.h"
#include "fota_compact.h"
#include "fota_patch.h"

#define JOB ((const job *)0x21000000u)
#define SOURCE ((const uint8_t *)0x21100000u)
#define PATCH ((const uint8_t *)0x21200000u)
#define TARGET ((uint8_t *)0x21300000u)
#define EXPECTED ((const uint8_t *)0x21400000u)

enum { COMPACT = 3, LARGEST_BUFFER = 4096, LARGEST_MEMORY = 16384 };

typedef struct {
    uint32_t source_size;
    uint32_t patch_size;
    uint32_t target_size;
    uint32_t format;
    uint32_t buffer_size; /* of the copy buffer, and of what is fed at once */
} job;

static uint8_t buffer[LARGEST_BUFFER];
static uint16_t workspace[FOTA_COMPACT_WORKSPACE(LARGEST_MEMORY)];

static int read_source(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    memcpy(data, SOURCE + offset, length);
    return 0;
}

static int read_target(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    memcpy(data, TARGET + offset, length);
    return 0;
}

static int write_target(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)user;
    memcpy(TARGET + offset, data, length);
    return 0;
}

static uint32_t part_at(uint32_t at)
{
    uint32_t left = JOB->patch_size - at;

    return left < JOB->buffer_size ? left : JOB->buffer_size;
}

__attribute__((noinline)) static int apply_jojodiff(fota_patch *patch)
{
    const fota_patch_io io = {
        .read_source = read_source,
        .write_target = write_target,
        .buffer = buffer,
        .buffer_size = JOB->buffer_size,
    };
    uint32_t at;

    fota_patch_begin(patch, (int)JOB->format, JOB->source_size, JOB->target_size);
    for (at = 0; at < JOB->patch_size; at += JOB->buffer_size)
        fota_patch_feed(patch, &io, PATCH + at, part_at(at));
    return fota_patch_end(patch);
}

__attribute__((noinline)) static int apply_compact(fota_compact *patch)
{
    const fota_compact_io io = {
        .read_source = read_source,
        .read_target = read_target,
        .write_target = write_target,
        .workspace = workspace,
        .workspace_size = sizeof workspace,
    };
    uint32_t at;

    fota_compact_begin(patch, JOB->source_size, JOB->target_size);
    for (at = 0; at < JOB->patch_size; at += JOB->buffer_size)
        fota_compact_feed(patch, &io, PATCH + at, part_at(at));
    return fota_compact_end(patch, &io);
}

static void write_number(const char *name, uint32_t value)
{
    char digits[11];
    char *at = digits + sizeof digits - 1;

    *at = 0;
    do
        *--at = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    semihost_write(name);
    semihost_write(at);
}

__attribute__((always_inline)) static inline uint32_t *stack_pointer(void)
{
    uint32_t *sp;

    __asm__ volatile("mov %0, sp" : "=r"(sp));
    return sp;
}

/* Inlined, for a call would lie within what it paints. */
__attribute__((always_inline)) static inline void paint(uint32_t *end)
{
    uint32_t *at;

    for (at = stack_start; at < end; at++)
        *(volatile uint32_t *)at = STACK_PAINT;
}

__attribute__((noreturn, used)) void Reset_Handler(void)
{
    static fota_patch jojodiff;
    static fota_compact compact;
    int is_compact = JOB->format == COMPACT;
    uint32_t *top = stack_pointer();
    const uint32_t *deepest = stack_start;
    int result;

    paint(top);
    phase_patch();
    result = is_compact ? apply_compact(&compact) : apply_jojodiff(&jojodiff);
    phase_boot();
    while (*deepest == STACK_PAINT)
        deepest++;
    write_number("{\"result\":", (uint32_t)result);
    write_number(",\"same\":", memcmp(TARGET, EXPECTED, JOB->target_size) == 0);
    write_number(",\"context\":", is_compact ? sizeof compact : sizeof jojodiff);
    write_number(",\"stack\":", (uint32_t)((const uint8_t *)top - (const uint8_t *)deepest));
    semihost_write("}\n");
    semihost_exit(0);
}

typedef void (*vector)(void);

__attribute__((section(".vectors"), used)) static const vector vectors[2] = {(vector)(uintptr_t)stack_end,
                                                                             Reset_Handler};
