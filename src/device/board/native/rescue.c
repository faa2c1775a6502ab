/* Damage at rest in slot 0, after updates that were confirmed.
 *
 *     rescue FLASH back|dead STRIDE NEXT.fota [UPDATE.fota]
 *
 * The device of FLASH installs what it has downloaded, and then UPDATE.fota. Every STRIDEth bit of slot 0 is flipped,
 * one at a time, and each byte of its trailer; then the power is cut at every operation of what follows. "back": it
 * must run what is in slot 1, and take NEXT.fota. "dead": it must run nothing. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "judge.h"
#include "machine.h"

enum { SHOWN = 5 };

static uint8_t snapshot[FLASH_MAX_SIZE];
static uint8_t way_back[DIGEST_SIZE];
static const uint8_t *next_update;
static uint32_t next_size;
static uint32_t runs;
static uint32_t failures;

static void install(void)
{
    CONTROL->boots = 0;
    if (machine_run() != STOP_DONE) {
        fprintf(stderr, "the undisturbed run fails\n");
        exit(2);
    }
}

static void put_back(void)
{
    machine_restore();
    memcpy((void *)(uintptr_t)FLASH_BASE, snapshot, CONTROL->flash_size);
}

static void damage(uint32_t offset, uint8_t bits)
{
    *(uint8_t *)(uintptr_t)(FLASH_BASE + offset) ^= bits;
}

static const char *judge_rescue(machine_stop stop)
{
    uint8_t digest[DIGEST_SIZE];

    if (stop != STOP_DONE)
        return "does not start";
    if (CONTROL->violations != 0)
        return "misuses its flash";
    judge_digest_running(digest);
    if (memcmp(digest, way_back, DIGEST_SIZE) != 0)
        return "runs something else";
    return judge_next_update(next_update, next_size);
}

static const char *judge_dead(machine_stop stop)
{
    return stop == STOP_DEAD ? 0 : "starts";
}

static void judge_run(uint32_t offset, int is_back)
{
    machine_stop stop = machine_run();
    const char *fault = is_back ? judge_rescue(stop) : judge_dead(stop);

    runs++;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "byte %u of slot 0, cut %u mode %u: the device %s\n", offset, CONTROL->cuts, CONTROL->cut_mode,
                fault);
}

static void try_damage(uint32_t offset, uint8_t bits, int is_back)
{
    put_back();
    damage(offset, bits);
    judge_run(offset, is_back);
}

static void try_cuts(uint32_t offset)
{
    uint32_t operations;
    uint32_t at;
    uint32_t mode;

    put_back();
    damage(offset, 1);
    machine_run();
    operations = CONTROL->operations;
    for (at = 1; at <= operations; at++) {
        for (mode = 0; mode < CUT_MODES; mode++) {
            put_back();
            damage(offset, 1);
            CONTROL->cut_at = at;
            CONTROL->cut_mode = mode;
            CONTROL->random = at + 1;
            judge_run(offset, 1);
        }
    }
}

int main(int count, char **arguments)
{
    fota_container header;
    uint32_t stride;
    uint32_t at;
    int is_back;

    if (count != 5 && count != 6) {
        fprintf(stderr, "usage: rescue FLASH back|dead STRIDE NEXT.fota [UPDATE.fota]\n");
        return 2;
    }
    machine_load(arguments[1]);
    is_back = strcmp(arguments[2], "back") == 0;
    stride = (uint32_t)atoi(arguments[3]);
    next_update = machine_read_file(arguments[4], &next_size);
    install();
    if (count == 6) {
        uint32_t size;
        const uint8_t *update = machine_read_file(arguments[5], &size);

        machine_download(update, size);
        install();
    }
    memcpy(snapshot, flash_at(0), CONTROL->flash_size);
    if (image_trailer(SLOT_UPDATE, &header) != VERDICT_GOOD)
        return 2;
    memcpy(way_back, header.new_digest, DIGEST_SIZE);
    image_trailer(SLOT_RUNNING, &header);
    for (at = 0; at < 8 * header.new_size; at += stride)
        try_damage(layout_slot(SLOT_RUNNING) + at / 8, (uint8_t)(1u << at % 8), is_back);
    if (is_back) {
        for (at = 0; at < fota_container_payload_offset(&header); at++)
            try_damage(layout_trailer(SLOT_RUNNING) + at, (uint8_t)(1u << at % 8), is_back);
        try_cuts(layout_slot(SLOT_RUNNING) + header.new_size - 1);
        try_cuts(layout_trailer(SLOT_RUNNING));
    }
    printf("{\"runs\":%u,\"failures\":%u}\n", runs, failures);
    return failures != 0;
}
