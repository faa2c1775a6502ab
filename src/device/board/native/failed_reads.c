/* A flash that does not answer once, at every read of an update or of a rollback.
 *
 *     failed_reads FLASH NEXT.fota STRIDE
 *
 * FLASH is a device as the host lays it out. Each STRIDEth read fails, once; a device that stops is reset. It must then
 * run one of its two images, have called nothing but its flash the fault of it, and take NEXT.fota. Prints one JSON
 * object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "machine.h"

enum { SHOWN = 5 };

static uint32_t reads;
static uint32_t failing; /* the read that fails, from 1; 0 for none */
static const char *refusal;

/* The linker puts these two between the bootloader and the board. */
int __real_fota_flash_read(uint32_t offset, void *data, uint32_t length);
int __wrap_fota_flash_read(uint32_t offset, void *data, uint32_t length);
void __wrap_fota_port_refused(const char *reason);

int __wrap_fota_flash_read(uint32_t offset, void *data, uint32_t length)
{
    return ++reads == failing ? -1 : __real_fota_flash_read(offset, data, length);
}

void __wrap_fota_port_refused(const char *reason)
{
    refusal = reason;
}

/* What is installed is offered once more where its download could not be seen, to be discarded. */
static int is_excused(void)
{
    return strcmp(refusal, "flash-failed") == 0 || strcmp(refusal, "same-image") == 0;
}

static const char *judge(void)
{
    machine_stop stop = machine_run();
    const char *fault;

    if (stop == STOP_DEAD)
        stop = machine_run();
    fault = judge_device(stop);
    return !fault && refusal && !is_excused() ? refusal : fault;
}

int main(int count, char **arguments)
{
    const uint8_t *next;
    uint32_t next_size;
    uint32_t all;
    uint32_t at;
    uint32_t stride;
    uint32_t runs = 0;
    uint32_t refused = 0;
    uint32_t failures = 0;

    if (count != 4) {
        fprintf(stderr, "usage: failed_reads FLASH NEXT.fota STRIDE\n");
        return 2;
    }
    machine_load(arguments[1]);
    next = machine_read_file(arguments[2], &next_size);
    stride = (uint32_t)atoi(arguments[3]);
    judge_learn();
    reads = 0;
    machine_run();
    all = reads;
    for (at = 1; at <= all; at += stride) {
        const char *fault;

        machine_restore();
        reads = 0;
        failing = at;
        refusal = 0;
        fault = judge();
        refused += refusal != 0;
        failing = 0;
        if (!fault)
            fault = judge_next_update(next, next_size);
        runs++;
        if (fault && failures++ < SHOWN)
            fprintf(stderr, "read %u: the device %s\n", at, fault);
    }
    printf("{\"reads\":%u,\"runs\":%u,\"refused\":%u,\"failures\":%u}\n", all, runs, refused, failures);
    return failures != 0;
}
