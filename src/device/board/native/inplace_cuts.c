/* Every power cut of an update in place, or every pair of them.
 *
 *     inplace_cuts OLD NEW UPDATE BACK BLOCK BLOCKS UNIT ERASED STEP FAULT
 *
 * UPDATE turns OLD into NEW in a region of BLOCKS blocks of BLOCK bytes; BACK turns NEW into OLD, and is installed
 * after each run to show that the device still takes updates. Each operation is cut with each of the five endings;
 * with PAIRS 1, each of these is followed by each other cut. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_sha256.h"

#include "inplace_device.h"
#include "inplace_files.h"
#include "inplace_flash.h"

enum { MOST_BOOTS = 8, SHOWN = 3 };

static file old_image;
static file new_image;
static file update;
static file back;

static uint32_t runs;
static uint32_t failures;
static uint32_t most_boots;

/* The application asks for the staged update until it is installed, and then makes room for the next one. */
static const char *run(const file *wanted)
{
    volatile uint32_t boots = 0;
    boot_result result;

    do {
        if (++boots > MOST_BOOTS)
            return "does not finish";
        nor_reset();
        if (setjmp(nor.power) != 0)
            continue;
        if (boots > most_boots)
            most_boots = boots;
        result = device_boot();
        if (result == BOOT_LOST_UPDATE)
            return "has lost its update";
        if (result == BOOT_FAILED)
            continue;
        if (!file_is_installed(wanted)) {
            device_request();
            continue;
        }
        if (device_download() == 0)
            break;
    } while (1);
    nor_reset();
    return device_boot() != BOOT_STARTS || !file_is_installed(wanted) ? "does not start"
           : nor.violations != 0                                      ? "misuses its flash"
                                                                      : 0;
}

static void stage(const file *container)
{
    nor_load(board_staged(), container->data, container->size);
}

static void try_cuts(uint32_t at, cut_ending ending, uint32_t second, cut_ending second_ending)
{
    const char *fault;

    nor_restore();
    nor.cut_at = at;
    nor.ending = ending;
    nor.second_after = second;
    nor.second_ending = second_ending;
    nor.random = (at * 2654435761u ^ second * 40503u ^ (ending * 77u + second_ending * 131u) ^ 0x5BD1E995u) | 1;
    fault = run(&new_image);
    if (!fault) {
        nor.cut_at = 0;
        nor.second_after = 0;
        stage(&back);
        fault = run(&old_image);
    }
    runs++;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "cut %u ending %d, then %u ending %d: the device %s\n", at, ending, second, second_ending,
                fault);
}

/* A broken rule is found when one run finds it. */
static int has_found_fault(void)
{
    return board.fault != FAULT_NONE && failures > 0;
}

/* A step of n after the first cut takes every n-th second one, each time others; of 0 none. */
static void try_all(uint32_t operations, uint32_t step)
{
    uint32_t at;
    uint32_t second;
    int ending;
    int second_ending;

    for (at = 1; at <= operations && !has_found_fault(); at++) {
        for (ending = 0; ending < CUT_ENDINGS; ending++) {
            try_cuts(at, (cut_ending)ending, 0, CUT_BEFORE);
            for (second = step > 0 ? 1 + at % step : 0; step > 0 && second <= operations; second += step) {
                for (second_ending = 0; second_ending < CUT_ENDINGS; second_ending++)
                    try_cuts(at, (cut_ending)ending, second, (cut_ending)second_ending);
            }
        }
    }
}

static uint32_t number(const char *text)
{
    return (uint32_t)strtoul(text, 0, 0);
}

static void lay_out(char **arguments)
{
    uint32_t larger = update.size > back.size ? update.size : back.size;

    nor.block_size = number(arguments[0]);
    board.blocks = number(arguments[1]);
    nor.unit = number(arguments[2]);
    nor.erase_value = (uint8_t)number(arguments[3]);
    board.staged_blocks = (larger + nor.block_size - 1) / nor.block_size;
    device_lay_out(old_image.data, old_image.size, update.data, update.size);
    mbedtls_sha256(old_image.data, old_image.size, board.images[0], 0);
    mbedtls_sha256(new_image.data, new_image.size, board.images[1], 0);
}

int main(int count, char **arguments)
{
    const char *fault;
    uint32_t operations;
    uint32_t worn = 0;
    uint32_t block;

    if (count != 11) {
        fprintf(stderr, "usage: inplace_cuts OLD NEW UPDATE BACK BLOCK BLOCKS UNIT ERASED STEP FAULT\n");
        return 2;
    }
    old_image = file_load(arguments[1]);
    new_image = file_load(arguments[2]);
    update = file_load(arguments[3]);
    back = file_load(arguments[4]);
    lay_out(arguments + 5);
    nor_restore();
    nor.random = 1;
    fault = run(&new_image);
    if (fault) {
        fprintf(stderr, "the undisturbed run fails: the device %s (%s)\n", fault, verdict_name(device_refusal));
        return 2;
    }
    operations = nor.operations;
    for (block = 0; block < board.blocks; block++)
        worn = nor.erases[block] > worn ? nor.erases[block] : worn;
    board.fault = (device_fault)number(arguments[10]);
    try_all(operations, number(arguments[9]));
    printf("{\"operations\":%u,\"runs\":%u,\"failures\":%u,\"mostBoots\":%u,\"mostErases\":%u}\n", operations, runs,
           failures, most_boots, worn);
    return failures != 0;
}
