/* Damage at rest: a bit of the download, of slot 1 or of the marks is flipped between two boots.
 *
 *     flipped_bits FLASH download|slot|marks STRIDE
 *
 * Flips every STRIDEth bit of the area, one at a time, and boots; of the marks also one in the first copy of each.
 * Whatever happens, the device runs the old or the new image or stands still; with a flipped mark it must not even
 * stand still. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "install.h"
#include "journal.h"
#include "judge.h"
#include "layout.h"
#include "machine.h"

enum { SHOWN = 5, FLASH_MOST = FLASH_MAX_SIZE, MARK_SIZE = 32 };

typedef const char *(*judgement)(machine_stop stop);

static uint8_t snapshot[FLASH_MOST];
static uint32_t runs;
static uint32_t dead;
static uint32_t failures;

static void take_snapshot(void)
{
    memcpy(snapshot, flash_at(0), CONTROL->flash_size);
}

/* Flips a bit of one byte, and of each that is a step behind one before, up to a size. */
static void flip(uint32_t offset, uint32_t size, uint32_t step, uint32_t bit, judgement judge)
{
    const char *fault;
    machine_stop stop;
    uint32_t at;

    machine_restore();
    memcpy((void *)(uintptr_t)FLASH_BASE, snapshot, CONTROL->flash_size);
    for (at = 0; at < size; at += step)
        *(uint8_t *)(uintptr_t)(FLASH_BASE + offset + at) ^= (uint8_t)(1u << bit);
    stop = machine_run();
    fault = judge(stop);
    runs++;
    dead += stop == STOP_DEAD;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "bit %u of byte %u: the device %s\n", bit, offset, fault);
}

static void flip_area(uint32_t offset, uint32_t size, uint32_t stride, judgement judge)
{
    uint32_t at;

    for (at = 0; at < 8 * size; at += stride)
        flip(offset + at / 8, 1, 1, at % 8, judge);
}

static void stop_at(boot_state state)
{
    machine_restore();
    while (journal_read().state != state) {
        if (machine_boot() != STOP_RESET) {
            fprintf(stderr, "the device never gets to state %d\n", (int)state);
            exit(2);
        }
    }
    take_snapshot();
}

static uint32_t image_size(slot which)
{
    fota_container header;

    return image_trailer(which, &header) == VERDICT_GOOD ? header.new_size : 0;
}

static void flip_marks(uint32_t stride)
{
    const uint32_t size = JOURNAL_BLOCKS * layout_journal_size();
    uint32_t at;

    /* Stopped after one flash operation in every few, all through the update. */
    for (at = 1; at <= judge_operations(); at += 7) {
        machine_restore();
        CONTROL->cut_at = at;
        CONTROL->cut_mode = CUT_AFTER;
        while (CONTROL->cuts == 0 && machine_boot() == STOP_RESET) {
        }
        take_snapshot();
        flip_area(layout_journal(0), size, stride, judge_device);
        flip(layout_journal(0), size, MARK_SIZE, at % 8, judge_device);
    }
}

int main(int count, char **arguments)
{
    uint32_t stride;

    if (count != 4) {
        fprintf(stderr, "usage: flipped_bits FLASH download|slot|marks STRIDE\n");
        return 2;
    }
    machine_load(arguments[1]);
    stride = (uint32_t)atoi(arguments[3]);
    judge_learn();
    if (strcmp(arguments[2], "download") == 0) {
        take_snapshot();
        flip_area(layout_download(), layout_download_size(), stride, judge_device);
    } else if (strcmp(arguments[2], "slot") == 0) {
        stop_at(BOOT_PENDING);
        flip_area(layout_slot(SLOT_UPDATE), image_size(SLOT_UPDATE), stride, judge_nothing_foreign);
        flip_area(layout_trailer(SLOT_UPDATE), TRAILER_SIZE, 1, judge_nothing_foreign);
    } else {
        flip_marks(stride);
    }
    printf("{\"runs\":%u,\"dead\":%u,\"failures\":%u}\n", runs, dead, failures);
    return failures != 0;
}
