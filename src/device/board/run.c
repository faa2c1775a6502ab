#include "run.h"

#include "boot.h"
#include "device.h"
#include "flash.h"
#include "image.h"
#include "install.h"
#include "journal.h"
#include "platform.h"
#include "report.h"
#include "sweep.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 3, MOST_BOOTS = 60 };

static void report_application(const char *event)
{
    report_line line;
    fota_info info;

    report_begin(&line, event);
    if (image_info(SLOT_RUNNING, &info) == FOTA_INFO_OK)
        report_info(&line, &info);
    report_end(&line);
}

static void report_memory(void)
{
    report_line line;

    report_begin(&line, "memory");
    report_number(&line, "staticRam", platform_static_ram());
    report_number(&line, "stackPeak", CONTROL->stack_peak);
    report_number(&line, "heapPeak", CONTROL->heap_peak);
    report_end(&line);
}

void run_note_memory(void)
{
    uint32_t peak = platform_stack_peak();

    if (peak > CONTROL->stack_peak)
        CONTROL->stack_peak = peak;
}

void run_application(void)
{
    run_note_memory();
    report_application("application");
    phase_application();
    platform_start_application();
    report("not-for-this-board");
    run_confirm();
    boot_install();
    for (;;) {
    }
}

__attribute__((noreturn)) static void end(int code)
{
    report_line line;

    sweep_next(code == EXIT_DONE);
    report_memory();
    report_begin(&line, "end");
    report_number(&line, "boots", CONTROL->boots);
    report_number(&line, "state", journal_read().state);
    report_end(&line);
    platform_exit(code);
}

int run_confirm(void)
{
    int result;

    if (CONTROL->never_confirm && journal_read().state == BOOT_TRIED)
        platform_reset();
    result = boot_confirm();
    if (result != 0)
        return result;
    report_application("confirmed");
    if (!install_is_waiting())
        end(EXIT_DONE);
    return 0;
}

void run_boot(void)
{
    phase_boot();
    CONTROL->boots++;
    flash_power_up();
    if (CONTROL->boots > MOST_BOOTS)
        run_fail("boot-loop");
    boot();
}

void run_fail(const char *reason)
{
    report_line line;

    report_begin(&line, "dead");
    report_text(&line, "reason", reason);
    report_end(&line);
    end(EXIT_FAILED);
}
