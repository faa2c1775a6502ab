#include "boot.h"

#include "fota_port.h"
#include "image.h"
#include "install.h"
#include "journal.h"
#include "layout.h"
#include "one_slot.h"
#include "swap.h"

static void set_state(journal *j, boot_state state)
{
    const journal_entry entry = {state, 0, 0};

    if (journal_write(j, entry) != 0)
        fota_port_stop("journal");
}

/* The request is taken back first: an installer that fails must not run at every boot. */
static void install_update(journal *j)
{
    verdict v;

    set_state(j, BOOT_IDLE);
    fota_port_tell("install", 0, 0);
    v = layout_has_one_slot() ? one_slot_check() : install_run();
    if (verdict_is_good(v) && layout_has_one_slot()) {
        set_state(j, BOOT_BUILDING);
        return;
    }
    if (verdict_is_good(v)) {
        set_state(j, BOOT_PENDING);
        fota_port_tell("pending", 0, 0);
        fota_port_reset();
    }
    fota_port_refused(verdict_name(v));
    if (install_discard() != 0)
        fota_port_stop("download");
}

static void start_swap(journal *j, boot_state state)
{
    const journal_entry entry = {state, image_swap_blocks(), 0};

    if (journal_write(j, entry) != 0)
        fota_port_stop("journal");
}

/* Much may have happened to slot 1 since it was verified. */
static int check_pending(journal *j)
{
    verdict v = image_check_update();

    fota_port_phase(FOTA_PHASE_BOOT);
    if (install_is_waiting() && install_discard() != 0)
        fota_port_stop("download");
    if (verdict_is_good(v)) {
        start_swap(j, BOOT_SWAPPING);
        return 1;
    }
    fota_port_refused(verdict_name(v));
    set_state(j, BOOT_IDLE);
    return 0;
}

/* The new version was started and did not confirm. A damaged old version is no way back; one that cannot be read now
 * may be one after a reset. */
static int roll_back(journal *j)
{
    verdict v = layout_has_one_slot() ? VERDICT_BAD_IMAGE : image_check(SLOT_UPDATE);

    if (verdict_is_good(v)) {
        fota_port_tell("rollback", 0, 0);
        start_swap(j, BOOT_REVERTING);
        return 1;
    }
    if (v == VERDICT_FLASH_FAILED)
        fota_port_stop(verdict_name(v));
    fota_port_tell("no-way-back", 0, 0);
    set_state(j, fota_port_recover() ? BOOT_REQUESTED : BOOT_IDLE);
    return 0;
}

/* The image that was confirmed is damaged. Slot 1 has the one before it, or one that came whole and was never asked
 * for: what is signed and no step back in the security counter is better than a device that nobody can reach.
 */
static int rescue(journal *j)
{
#ifdef FOTA_NO_RESCUE
    (void)j;
    return 0;
#else
    if (layout_has_one_slot() || !verdict_is_good(image_check_spare()))
        return 0;
    fota_port_tell("rescue", 0, 0);
    start_swap(j, BOOT_REVERTING);
    return 1;
#endif
}

/* Nothing is left to start. */
static void recover(journal *j, verdict v)
{
    if (!fota_port_recover())
        fota_port_stop(verdict_name(v));
    set_state(j, BOOT_REQUESTED);
}

static void finish_swap(journal *j)
{
    if (swap_continue(j) != 0)
        fota_port_stop("swap");
    fota_port_tell("swapped", "blocks", j->entry.blocks);
    set_state(j, j->entry.state == BOOT_SWAPPING ? BOOT_TRIAL : BOOT_IDLE);
}

/* What fails here is tried again at the next boot: the old image is gone. */
static void finish_build(journal *j)
{
    verdict v = one_slot_build(j);

    if (!verdict_is_good(v)) {
        /* Only the update that the trailer names goes on, from the step that it had come to. */
        if (v != VERDICT_FLASH_FAILED && fota_port_recover())
            fota_port_reset();
        fota_port_stop(verdict_name(v));
    }
    fota_port_tell("built", "steps", j->entry.step);
    set_state(j, BOOT_TRIAL);
    if (install_is_waiting() && install_discard() != 0)
        fota_port_stop("download");
}

/* Takes one state to the next. Returns whether the application may start. What this boot verified and then swapped
 * itself need not be verified again; after a cut it is.
 */
static int advance(journal *j, int *verified)
{
    fota_port_phase(FOTA_PHASE_BOOT);
    switch (j->entry.state) {
    case BOOT_REQUESTED:
        install_update(j);
        return 0;
    case BOOT_PENDING:
        *verified = check_pending(j);
        return 0;
    case BOOT_SWAPPING:
    case BOOT_REVERTING:
        if (layout_has_one_slot())
            return 1;
        finish_swap(j);
        return 0;
    case BOOT_BUILDING:
        if (!layout_has_one_slot())
            return 1;
        finish_build(j);
        *verified = 1;
        return 0;
    case BOOT_TRIED:
        *verified = roll_back(j);
        return 0;
    case BOOT_TRIAL:
        set_state(j, BOOT_TRIED);
        return 1;
    case BOOT_IDLE:
    default:
        return 1;
    }
}

/* On trial, a damaged image is one that did not confirm. */
static void find_sound_image(journal *j)
{
    int verified = 0;

    for (;;) {
        verdict v;

        while (!advance(j, &verified)) {
        }
        v = verified ? VERDICT_GOOD : image_check(SLOT_RUNNING);
        if (verdict_is_good(v))
            return;
        /* A flash that does not answer is no damaged image. */
        if (v == VERDICT_FLASH_FAILED)
            fota_port_stop(verdict_name(v));
        if (j->entry.state == BOOT_IDLE && !rescue(j))
            recover(j, v);
        verified = j->entry.state == BOOT_REVERTING;
    }
}

void boot(void)
{
    journal j;

    fota_port_phase(FOTA_PHASE_BOOT);
    if (!layout_is_supported())
        fota_port_stop("table");
    journal_open(&j);
    fota_port_tell("boot", "state", j.entry.state);
    find_sound_image(&j);
    if (j.entry.state == BOOT_TRIED)
        fota_port_watchdog(1);
    fota_port_phase(FOTA_PHASE_BOOT);
    fota_port_start();
}

int boot_update_waiting(void)
{
    return install_is_waiting();
}

void boot_install(void)
{
    const journal_entry request = {BOOT_REQUESTED, 0, 0};
    journal j;

    /* An update over an unconfirmed image would overwrite the only way back. */
    journal_open(&j);
    if (j.entry.state == BOOT_IDLE)
        journal_write(&j, request);
    fota_port_reset();
}

int boot_confirm(void)
{
    const journal_entry idle = {BOOT_IDLE, 0, 0};
    journal j;

    journal_open(&j);
    if (j.entry.state == BOOT_TRIED) {
        if (journal_write(&j, idle) != 0)
            return -1;
        fota_port_watchdog(0);
    }
    return 0;
}
