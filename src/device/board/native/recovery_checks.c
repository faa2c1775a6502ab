/* An update gets lost while the image is replaced where it lies, and comes again over the recovery loader's link.
 *
 *     recovery_checks FLASH UPDATE.fota OTHER.fota
 *
 * The power goes behind each operation of the update, and the download is erased. The device of FLASH must end with the
 * old or the new image when the link brings UPDATE.fota, whenever the power goes again; and run nothing else when it
 * brings OTHER.fota and the trailer names UPDATE.fota already. Prints one JSON object.
 */
#include <stdio.h>
#include <string.h>

#include "journal.h"
#include "judge.h"
#include "layout.h"
#include "machine.h"

enum { SHOWN = 5, STRIDE = 7 };

static const uint8_t *update;
static uint32_t update_size;
static uint32_t runs;
static uint32_t failures;
static uint32_t recovered;

/* With a second cut so many operations later, or none. */
static void lose_update_at(uint32_t operation, uint32_t second)
{
    machine_restore();
    CONTROL->second_cut = second;
    CONTROL->second_cut_mode = CUT_TORN;
    CONTROL->cut_at = operation;
    CONTROL->cut_mode = CUT_AFTER;
    while (CONTROL->cuts == 0 && machine_boot() == STOP_RESET) {
    }
    machine_download("", 0);
}

static void judge(uint32_t operation, uint32_t second, const char *fault)
{
    runs++;
    if (fault && failures++ < SHOWN)
        fprintf(stderr, "lost behind operation %u, cut again %u later: the device %s\n", operation, second, fault);
}

/* Returns whether the second cut fell before the end. */
static int bring_update(uint32_t operation, uint32_t second)
{
    lose_update_at(operation, second);
    machine_link(update, update_size);
    judge(operation, second, judge_device(machine_run()));
    return CONTROL->cuts > 1;
}

int main(int count, char **arguments)
{
    const uint8_t *other;
    uint32_t other_size;
    uint32_t at;

    if (count != 4) {
        fprintf(stderr, "usage: recovery_checks FLASH UPDATE.fota OTHER.fota\n");
        return 2;
    }
    machine_load(arguments[1]);
    update = machine_read_file(arguments[2], &update_size);
    other = machine_read_file(arguments[3], &other_size);
    judge_learn();
    for (at = 1; at <= judge_operations(); at++) {
        uint32_t second;

        lose_update_at(at, 0);
        recovered += machine_run() == STOP_DEAD;
        bring_update(at, 0);
        for (second = 1; bring_update(at, second); second += STRIDE) {
        }
        lose_update_at(at, 0);
        machine_link(other, other_size);
        if (journal_read().state == BOOT_BUILDING && journal_read().step != 0)
            judge(at, 0, judge_nothing_foreign(machine_run()));
    }
    printf("{\"runs\":%u,\"recovered\":%u,\"failures\":%u}\n", runs, recovered, failures);
    return failures != 0;
}
