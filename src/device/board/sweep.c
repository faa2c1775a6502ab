#include "sweep.h"

#include "device.h"
#include "flash.h"
#include "image.h"
#include "journal.h"
#include "platform.h"
#include "report.h"

enum { SWEEP_OFF = 0, SWEEP_START = 1, SWEEP_RUNNING = 2, SWEEP_DONE = 3 };

static uint32_t point(void)
{
    return CONTROL->sweep >> 8;
}

static void set_sweep(uint32_t phase, uint32_t at)
{
    CONTROL->sweep = phase | at << 8;
}

void sweep_begin(void)
{
    if ((CONTROL->sweep & 0xFF) != SWEEP_START)
        return;
    flash_restore();
    CONTROL->operations = 0;
    CONTROL->boots = 0;
    CONTROL->cut_at = point();
    set_sweep(SWEEP_RUNNING, point());
}

static void report_failure(uint32_t cut)
{
    report_line line;

    CONTROL->sweep_failed++;
    CONTROL->sweep = SWEEP_OFF;
    report_begin(&line, "cut-failed");
    report_number(&line, "operation", cut);
    report_number(&line, "violations", CONTROL->violations);
    report_end(&line);
    CONTROL->violations = 0;
}

/* Tells the host where it stands, at each hundredth. */
static void report_progress(uint32_t cut)
{
    uint32_t every = CONTROL->sweep_total / 100 + 1;
    report_line line;

    if (cut % every != 0)
        return;
    CONTROL->sweep = SWEEP_OFF;
    report_begin(&line, "swept");
    report_number(&line, "operation", cut);
    report_number(&line, "of", CONTROL->sweep_total);
    report_end(&line);
}

void sweep_next(int alive)
{
    uint32_t cut = point();
    report_line line;

    if (CONTROL->sweep == SWEEP_OFF)
        return;
    if (!alive || CONTROL->violations != 0 || journal_read().state != BOOT_IDLE)
        report_failure(cut);
    if (cut == 0)
        CONTROL->sweep_total = CONTROL->operations;
    report_progress(cut);
    if (cut < CONTROL->sweep_total) {
        set_sweep(SWEEP_START, cut + 1);
        platform_reset();
    }
    CONTROL->sweep = SWEEP_OFF;
    report_begin(&line, "sweep");
    report_number(&line, "operations", CONTROL->sweep_total);
    report_number(&line, "failed", CONTROL->sweep_failed);
    report_end(&line);
}
