/* Blinky: a small sensor node. It blinks, measures, keeps a log, and is talked to over the UART. */
#include <stdio.h>

#include "blinker.h"
#include "board.h"
#include "event_log.h"
#include "firmware.h"
#include "sensor.h"
#include "settings.h"
#include "shell.h"

typedef struct {
    void (*run)(void);
    setting_id period; /* 0 there means that the job rests */
    uint32_t ran_at;
} job;

static void measure(void)
{
    sensor_sample();
    for (int id = 0; id < SENSOR_COUNT; id++) {
        if (!sensor_plausible((sensor_id)id))
            event_log_add(EVENT_SENSOR_BROKEN, id);
    }
}

static void report(void)
{
    printf("%lu ms", (unsigned long)board_millis());
    for (int id = 0; id < SENSOR_COUNT; id++)
        printf("  %.2f %s", (double)sensor_value((sensor_id)id), sensor_describe((sensor_id)id)->unit);
    printf("\n");
}

static job jobs[] = {
    {measure, SETTING_SAMPLE_PERIOD, 0},
    {report, SETTING_REPORT_PERIOD, 0},
};

static void run_jobs(void)
{
    for (unsigned i = 0; i < sizeof jobs / sizeof jobs[0]; i++) {
        uint32_t period = (uint32_t)settings_get(jobs[i].period);
        if (period > 0 && board_millis() - jobs[i].ran_at >= period) {
            jobs[i].ran_at += period;
            jobs[i].run();
        }
    }
}

int main(void)
{
    board_init();
    setvbuf(stdout, NULL, _IONBF, 0); /* a prompt must show without a line's end */
    settings_restore_defaults();
    printf("\n%s %s\n", firmware_product(), firmware_version());
    event_log_add(EVENT_START, (int32_t)(firmware_end() - firmware_start()));
    firmware_settle();
    shell_start();
    for (;;) {
        shell_run();
        run_jobs();
        blinker_run();
        board_idle();
    }
}
