/* The bootloader's port to the emulated board: its table is the one that the host wrote, and what happens is reported.
 */
#include "fota_port.h"

#include <string.h>

#include "device.h"
#include "platform.h"
#include "recovery.h"
#include "report.h"
#include "run.h"

const fota_partitions *fota_port_partitions(void)
{
    return (const fota_partitions *)(uintptr_t)&CONTROL->partitions;
}

uint8_t *fota_port_heap(uint32_t *size)
{
    return platform_heap(size);
}

void fota_port_start(void)
{
    run_application();
}

void fota_port_reset(void)
{
    platform_reset();
}

void fota_port_stop(const char *reason)
{
    run_fail(reason);
}

int fota_port_recover(void)
{
    return recovery_fetch();
}

void fota_port_watchdog(int on)
{
    platform_watchdog(on);
}

/* The installer has done its deepest work when the update is pending. */
void fota_port_tell(const char *event, const char *name, uint32_t figure)
{
    if (strcmp(event, "pending") == 0)
        run_note_memory();
    if (name)
        report_with(event, name, figure);
    else
        report(event);
}

void fota_port_refused(const char *reason)
{
    report_line line;

    report_begin(&line, "refused");
    report_text(&line, "reason", reason);
    report_end(&line);
}

void fota_port_heap_used(uint32_t bytes)
{
    if (bytes > CONTROL->heap_peak)
        CONTROL->heap_peak = bytes;
}

void fota_port_phase(fota_phase phase)
{
    switch (phase) {
    case FOTA_PHASE_BOOT:
        phase_boot();
        break;
    case FOTA_PHASE_CHECK:
        phase_check();
        break;
    case FOTA_PHASE_PATCH:
        phase_patch();
        break;
    case FOTA_PHASE_VERIFY:
        phase_verify();
        break;
    case FOTA_PHASE_SWAP:
        phase_swap();
        break;
    case FOTA_PHASE_HASH:
        phase_hash();
        break;
    case FOTA_PHASE_SIGNATURE:
    default:
        phase_signature();
        break;
    }
}
