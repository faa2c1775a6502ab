#include "judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "journal.h"

static uint8_t old_digest[DIGEST_SIZE];
static uint8_t new_digest[DIGEST_SIZE];
static uint32_t operations;

void judge_digest_running(uint8_t digest[DIGEST_SIZE])
{
    digest_state state;
    fota_container header;

    memset(digest, 0, DIGEST_SIZE);
    if (image_trailer(SLOT_RUNNING, &header) != VERDICT_GOOD)
        return;
    digest_begin(&state);
    digest_add(&state, flash_at(layout_slot(SLOT_RUNNING)), header.new_size);
    digest_end(&state, digest);
}

void judge_learn(void)
{
    judge_digest_running(old_digest);
    if (machine_run() != STOP_DONE) {
        fprintf(stderr, "the undisturbed run fails\n");
        exit(2);
    }
    judge_digest_running(new_digest);
    operations = CONTROL->operations;
    machine_restore();
}

uint32_t judge_operations(void)
{
    return operations;
}

static int runs_known_image(void)
{
    uint8_t digest[DIGEST_SIZE];

    judge_digest_running(digest);
    return memcmp(digest, old_digest, DIGEST_SIZE) == 0 || memcmp(digest, new_digest, DIGEST_SIZE) == 0;
}

const char *judge_device(machine_stop stop)
{
    if (stop != STOP_DONE)
        return "does not start";
    if (CONTROL->violations != 0)
        return "misuses its flash";
    if (journal_read().state != BOOT_IDLE)
        return "is not at rest";
    if (!runs_known_image() || image_check(SLOT_RUNNING) != VERDICT_GOOD)
        return "runs something else";
    return 0;
}

const char *judge_next_update(const uint8_t *container, uint32_t size)
{
    uint8_t before[DIGEST_SIZE];
    uint8_t after[DIGEST_SIZE];

    CONTROL->never_confirm = 0;
    CONTROL->boots = 0;
    judge_digest_running(before);
    machine_download(container, size);
    if (machine_run() != STOP_DONE)
        return "does not start after the next update";
    judge_digest_running(after);
    if (memcmp(before, after, DIGEST_SIZE) == 0)
        return "does not take the next update";
    return CONTROL->violations == 0 ? 0 : "misuses its flash in the next update";
}

const char *judge_nothing_foreign(machine_stop stop)
{
    if (stop == STOP_DEAD)
        return 0;
    return runs_known_image() ? 0 : "runs something else";
}
