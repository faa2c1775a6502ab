/* Every power cut of an update, and pairs of them.
 *
 *     power_cuts FLASH NEXT.fota WINDOW [FAILURES [STRIDE]]
 *
 * FLASH is a device as the host lays it out; NEXT.fota is a later update that fits both its images. Each flash
 * operation is cut with all five endings, alone, and followed by a second cut, with all five, up to WINDOW later.
 * Ends after so many FAILURES. Of a long update only each STRIDEth operation. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "machine.h"

enum { SHOWN = 5 };

static const uint8_t *next_update;
static uint32_t next_size;
static uint32_t runs;
static uint32_t failures;
static uint32_t most_failures = UINT32_MAX;

static void report(void)
{
    printf("{\"operations\":%u,\"runs\":%u,\"failures\":%u}\n", judge_operations(), runs, failures);
    exit(failures != 0);
}

static void try_cut(uint32_t at, uint32_t mode, uint32_t second, uint32_t second_mode)
{
    const char *fault;

    machine_restore();
    CONTROL->cut_at = at;
    CONTROL->second_cut = second;
    CONTROL->cut_mode = mode;
    CONTROL->second_cut_mode = second_mode;
    CONTROL->random = 0x9E3779B9u * (at + 1) ^ second * 7919u ^ mode ^ second_mode << 8;
    fault = judge_device(machine_run());
    if (!fault)
        fault = judge_next_update(next_update, next_size);
    runs++;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "cut %u mode %u, then %u mode %u: the device %s\n", at, mode, second, second_mode, fault);
    if (failures == most_failures)
        report();
}

int main(int count, char **arguments)
{
    uint32_t window;
    uint32_t at;
    uint32_t second;
    uint32_t mode;
    uint32_t second_mode;
    uint32_t stride = 1;

    if (count < 4 || count > 6) {
        fprintf(stderr, "usage: power_cuts FLASH NEXT.fota WINDOW [FAILURES [STRIDE]]\n");
        return 2;
    }
    machine_load(arguments[1]);
    next_update = machine_read_file(arguments[2], &next_size);
    window = (uint32_t)atoi(arguments[3]);
    if (count > 4)
        most_failures = (uint32_t)atoi(arguments[4]);
    if (count > 5)
        stride = (uint32_t)atoi(arguments[5]);
    judge_learn();
    for (at = 1; at <= judge_operations(); at += stride) {
        for (mode = 0; mode < CUT_MODES; mode++) {
            try_cut(at, mode, 0, 0);
            for (second = 1; second <= window; second++) {
                for (second_mode = 0; second_mode < CUT_MODES; second_mode++)
                    try_cut(at, mode, second, second_mode);
            }
        }
    }
    report();
}
