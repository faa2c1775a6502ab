/* The part of docs/porting.md as a program of the host: what its vendor's library does, on 1 MB of flash in pages of
 * 2 KB, of which each 8 bytes are programmed once between two erases.
 *
 *     port FLASH OLD NEW STRIDE [rollback]
 *
 * FLASH is the whole flash, with OLD in slot 0 and an update to NEW downloaded. The application confirms, and installs
 * what waits; with rollback, NEW is reset before it confirms. Then the same with the power cut at each STRIDEth
 * operation, which is done in part. Prints one JSON object.
 */
#define _GNU_SOURCE
#include "chip.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "boot.h"
#include "fota_port.h"

enum { BASE = 0x08000000, SIZE = 1 << 20, PAGE = 2048, HEAP = 16 * 1024, MOST_BOOTS = 20, IMAGE_MAX = 256 * 1024 };

enum { RESET = 1, REST, STOPPED };

int port_main(void);

uint8_t heap_start[HEAP] __attribute__((aligned(8)));

static uint8_t *const flash = (uint8_t *)(uintptr_t)BASE;
static uint8_t before[SIZE];
static uint8_t old_image[IMAGE_MAX];
static uint8_t new_image[IMAGE_MAX];
static size_t old_size;
static size_t new_size;
static jmp_buf stopped;
static uint32_t operations;
static uint32_t cut_at; /* the operation that the power goes at, from 1; 0 for none */
static int fails;       /* NEW is reset before it confirms */
static int watchdog;
static uint32_t misused;

static size_t read_file(const char *path, uint8_t *data, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t size;

    if (!file) {
        perror(path);
        exit(2);
    }
    size = fread(data, 1, room, file);
    fclose(file);
    return size;
}

static int runs(const uint8_t *image, size_t size)
{
    return memcmp(flash + fota_port_partitions()->slots[0].offset, image, size) == 0;
}

int chip_erase_page(uint32_t page)
{
    int cut = ++operations == cut_at;

    memset(flash + page * PAGE, 0xFF, cut ? PAGE / 2 : PAGE);
    if (cut)
        longjmp(stopped, RESET);
    return 0;
}

int chip_program(uint32_t address, uint64_t unit)
{
    static const uint64_t blank = UINT64_MAX;
    uint8_t *at = flash + (address - BASE);
    int cut = ++operations == cut_at;

    if (address % sizeof unit != 0 || address - BASE > SIZE - sizeof unit || memcmp(at, &blank, sizeof blank) != 0)
        misused++;
    memcpy(at, &unit, cut ? sizeof unit / 2 : sizeof unit);
    if (cut)
        longjmp(stopped, RESET);
    return 0;
}

/* The application. */
void chip_start(uint32_t vectors)
{
    if (vectors != BASE + fota_port_partitions()->slots[0].offset)
        misused++;
    if (fails && watchdog && runs(new_image, new_size))
        longjmp(stopped, RESET);
    boot_confirm();
    if (watchdog)
        misused++;
    if (boot_update_waiting())
        boot_install();
    longjmp(stopped, REST);
}

void chip_reset(void)
{
    longjmp(stopped, RESET);
}

void chip_sleep_and_reset(void)
{
    longjmp(stopped, STOPPED);
}

void chip_watchdog(int on)
{
    watchdog = on;
}

static int run(void)
{
    volatile int boots = 0;
    int stop;

    memcpy(flash, before, SIZE);
    operations = 0;
    do {
        watchdog = 0;
        stop = setjmp(stopped);
        if (stop == 0)
            port_main();
    } while (stop == RESET && ++boots < MOST_BOOTS);
    return stop;
}

int main(int count, char **arguments)
{
    uint32_t all;
    uint32_t stride;
    uint32_t cuts = 0;
    uint32_t failures = 0;
    int ended;

    if (count != 5 && count != 6)
        return 2;
    if (mmap(flash, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != flash) {
        perror("mmap");
        return 2;
    }
    read_file(arguments[1], before, sizeof before);
    old_size = read_file(arguments[2], old_image, sizeof old_image);
    new_size = read_file(arguments[3], new_image, sizeof new_image);
    stride = (uint32_t)atoi(arguments[4]);
    fails = count == 6;
    ended = run() == REST && (fails ? runs(old_image, old_size) : runs(new_image, new_size));
    all = operations;
    for (cut_at = 1; cut_at <= all; cut_at += stride, cuts++)
        failures += run() != REST || !(runs(old_image, old_size) || runs(new_image, new_size));
    printf("{\"ended\":%s,\"operations\":%u,\"cuts\":%u,\"failures\":%u,\"misused\":%u}\n", ended ? "true" : "false",
           all, cuts, failures, misused);
    return 0;
}
