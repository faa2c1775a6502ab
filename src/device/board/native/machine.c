#define _GNU_SOURCE
#include "machine.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../platform.h"
#include "../run.h"
#include "layout.h"

enum { MAPPED_SIZE = 0x01000000, HEAP_SIZE = 32 * 1024 };

int machine_verbose;

static jmp_buf stopped;
static uint8_t *loaded;
static const uint8_t *link_data;
static uint32_t link_size;
static uint32_t link_at;
static uint8_t heap[HEAP_SIZE] __attribute__((aligned(8)));

uint8_t *machine_read_file(const char *path, uint32_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(MAPPED_SIZE);

    if (!file || !data) {
        perror(path);
        exit(2);
    }
    *size = (uint32_t)fread(data, 1, MAPPED_SIZE, file);
    fclose(file);
    return data;
}

void machine_load(const char *path)
{
    void *at = (void *)(uintptr_t)FLASH_BASE;
    uint32_t size;

    if (mmap(at, MAPPED_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at) {
        perror("mmap");
        exit(2);
    }
    loaded = machine_read_file(path, &size);
    if (size != MAPPED_SIZE) {
        fprintf(stderr, "%s: not a device's flash\n", path);
        exit(2);
    }
    machine_restore();
}

void machine_restore(void)
{
    const device_control *control = (const device_control *)(loaded + HARNESS_OFFSET);

    memcpy((void *)(uintptr_t)FLASH_BASE, loaded, control->flash_size);
    memcpy((void *)(uintptr_t)HARNESS_BASE, control, sizeof *control);
    memset((void *)(uintptr_t)UNIT_MAP, 0, control->flash_size / control->program_unit);
    memset((void *)(uintptr_t)UNDECIDED, 0, control->flash_size);
}

void machine_download(const void *data, uint32_t size)
{
    uint8_t *area = (uint8_t *)(uintptr_t)flash_at(layout_download());
    uint32_t at;

    if (size > layout_download_size()) {
        fprintf(stderr, "%u bytes are too large for the download area\n", size);
        exit(2);
    }
    /* It begins with an erase. */
    for (at = layout_download(); at < layout_download() + layout_download_size(); at++) {
        CONTROL->undecided -= UNDECIDED[at] != 0;
        UNDECIDED[at] = 0;
    }
    memset(area, (int)CONTROL->erase_value, layout_download_size());
    memcpy(area, data, size);
}

void machine_link(const uint8_t *data, uint32_t size)
{
    link_data = data;
    link_size = size;
    CONTROL->has_link = 1;
}

void platform_link_send(uint8_t byte)
{
    (void)byte;
    link_at = 0;
}

uint8_t platform_link_receive(void)
{
    uint32_t at = link_at++;

    return at < sizeof link_size ? (uint8_t)(link_size >> (8 * at)) : link_data[at - sizeof link_size];
}

machine_stop machine_boot(void)
{
    int stop = setjmp(stopped);

    if (stop == 0)
        run_boot();
    return stop == STOP_RESET ? STOP_RESET : (machine_stop)(stop - 1);
}

machine_stop machine_run(void)
{
    machine_stop stop;

    do
        stop = machine_boot();
    while (stop == STOP_RESET);
    return stop;
}

void platform_write(const char *text)
{
    if (machine_verbose)
        fputs(text, stderr);
}

void platform_exit(int code)
{
    longjmp(stopped, code + 1);
}

void platform_reset(void)
{
    longjmp(stopped, STOP_RESET);
}

void platform_flash_writable(int writable)
{
    (void)writable;
}

/* Never: the ROM stands in for the application. */
void platform_start_application(void)
{
}

void platform_watchdog(int on)
{
    (void)on;
}

uint8_t *platform_heap(uint32_t *size)
{
    *size = sizeof heap;
    return heap;
}

uint32_t platform_stack_peak(void)
{
    return 0;
}

uint32_t platform_static_ram(void)
{
    return 0;
}

void phase_boot(void)
{
}

void phase_check(void)
{
}

void phase_patch(void)
{
}

void phase_verify(void)
{
}

void phase_swap(void)
{
}

void phase_application(void)
{
}

void phase_hash(void)
{
}

void phase_signature(void)
{
}

void phase_harness_begin(void)
{
}

void phase_harness_end(void)
{
}
