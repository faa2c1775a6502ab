/* Every power cut of an update, and pairs of them.
 *
 *     power_cuts FLASH NEXT.fota WINDOW
 *
 * FLASH is a device as the host lays it out; NEXT.fota is a later update that fits both its images. Each flash
 * operation is cut in all three modes, alone, and followed by a second cut up to WINDOW operations later. Prints one
 * JSON object.
 */
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"
#include "machine.h"

enum { MODES = 3, SHOWN = 5 };

static const uint8_t *next_update;
static uint32_t next_size;
static uint32_t runs;
static uint32_t failures;

static void try_cut(uint32_t at, uint32_t second, uint32_t mode)
{
    const char *fault;

    machine_restore();
    CONTROL->cut_at = at;
    CONTROL->second_cut = second;
    CONTROL->cut_mode = mode;
    CONTROL->random = 0x9E3779B9u * (at + 1) ^ second * 7919u ^ mode;
    fault = judge_device(machine_run());
    if (!fault)
        fault = judge_next_update(next_update, next_size);
    runs++;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "cut %u, then %u, mode %u: the device %s\n", at, second, mode, fault);
}

int main(int count, char **arguments)
{
    uint32_t window;
    uint32_t at;
    uint32_t second;
    uint32_t mode;

    if (count != 4) {
        fprintf(stderr, "usage: power_cuts FLASH NEXT.fota WINDOW\n");
        return 2;
    }
    machine_load(arguments[1]);
    next_update = machine_read_file(arguments[2], &next_size);
    window = (uint32_t)atoi(arguments[3]);
    judge_learn();
    for (at = 1; at <= judge_operations(); at++) {
        for (mode = 0; mode < MODES; mode++) {
            for (second = 0; second <= window; second++)
                try_cut(at, second, mode);
        }
    }
    printf("{\"operations\":%u,\"runs\":%u,\"failures\":%u}\n", judge_operations(), runs, failures);
    return failures != 0;
}
