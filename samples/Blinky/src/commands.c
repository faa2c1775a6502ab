/* What the shell can do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blinker.h"
#include "board.h"
#include "crc32.h"
#include "event_log.h"
#include "firmware.h"
#include "self_test.h"
#include "sensor.h"
#include "settings.h"
#include "shell.h"

static void help(int count, char *const *values)
{
    (void)count;
    (void)values;
    for (const shell_command *c = shell_commands; c->name; c++)
        printf("  %-9s%-16s%s\n", c->name, c->arguments, c->help);
}

static void version(int count, char *const *values)
{
    (void)count;
    (void)values;
    uint32_t size = (uint32_t)(firmware_end() - firmware_start());
    printf("%s %s, %lu bytes, CRC-32 %08lx\n", firmware_product(), firmware_version(), (unsigned long)size,
           (unsigned long)crc32(0, firmware_start(), size));
}

static void uptime(int count, char *const *values)
{
    (void)count;
    (void)values;
    uint32_t seconds = board_millis() / 1000;
    printf("%lu d %02lu:%02lu:%02lu\n", (unsigned long)(seconds / 86400), (unsigned long)(seconds / 3600 % 24),
           (unsigned long)(seconds / 60 % 60), (unsigned long)(seconds % 60));
}

static void sensors(int count, char *const *values)
{
    (void)count;
    (void)values;
    for (int id = 0; id < SENSOR_COUNT; id++) {
        const sensor_description *d = sensor_describe((sensor_id)id);
        printf("  %-12s%9.3f %-2s%s\n", d->name, (double)sensor_value((sensor_id)id), d->unit,
               sensor_plausible((sensor_id)id) ? "" : "  out of range");
    }
}

static void stats(int count, char *const *values)
{
    if (count > 0 && strcmp(values[0], "reset") == 0) {
        sensor_reset_statistics();
        return;
    }
    printf("  %-12s%8s%10s%10s%10s%10s\n", "", "count", "minimum", "mean", "maximum", "deviation");
    for (int id = 0; id < SENSOR_COUNT; id++) {
        const statistics *s = sensor_statistics((sensor_id)id);
        printf("  %-12s%8lu%10.3f%10.3f%10.3f%10.3f\n", sensor_describe((sensor_id)id)->name, (unsigned long)s->count,
               (double)s->minimum, (double)s->mean, (double)s->maximum, (double)statistics_deviation(s));
    }
}

static void get(int count, char *const *values)
{
    for (int id = 0; id < SETTING_COUNT; id++) {
        const setting_description *d = settings_describe((setting_id)id);
        if (count == 0 || strcmp(values[0], d->name) == 0)
            printf("  %-20s%8ld  %s\n", d->name, (long)settings_get((setting_id)id), d->meaning);
    }
}

static void set(int count, char *const *values)
{
    (void)count;
    setting_id id = settings_find(values[0]);
    if (id == SETTING_COUNT) {
        printf("no setting is called '%s'; 'get' lists them\n", values[0]);
        return;
    }
    char *end;
    long value = strtol(values[1], &end, 0);
    const setting_description *d = settings_describe(id);
    if (*values[1] == '\0' || *end != '\0') {
        printf("'%s' is not a number\n", values[1]);
    } else if (!settings_set(id, (int32_t)value)) {
        printf("%s must lie between %ld and %ld\n", d->name, (long)d->lowest, (long)d->highest);
    } else {
        event_log_add(EVENT_SETTING_CHANGED, (int32_t)id);
    }
}

static void defaults(int count, char *const *values)
{
    (void)count;
    (void)values;
    settings_restore_defaults();
}

static void morse(int count, char *const *values)
{
    (void)count;
    if (!blinker_send(values[0]))
        printf("the text is too long\n");
}

static void events(int count, char *const *values)
{
    if (count > 0 && strcmp(values[0], "clear") == 0)
        event_log_clear();
    else
        event_log_print();
}

static void test(int count, char *const *values)
{
    (void)count;
    (void)values;
    int failed = self_test();
    if (failed == 0)
        printf("all checks passed\n");
    else
        printf("check %d failed: %s\n", failed, self_test_name(failed));
}

static void reset(int count, char *const *values)
{
    (void)count;
    (void)values;
    board_reset();
}

const shell_command shell_commands[] = {
    {"help", "", "this list", 0, help},
    {"version", "", "product, version and checksum of this firmware", 0, version},
    {"uptime", "", "time since the last start", 0, uptime},
    {"sensors", "", "what the sensors measure now", 0, sensors},
    {"stats", "[reset]", "extremes, mean and deviation of each sensor", 0, stats},
    {"get", "[NAME]", "one setting, or all", 0, get},
    {"set", "NAME VALUE", "change a setting", 2, set},
    {"defaults", "", "all settings back to their defaults", 0, defaults},
    {"morse", "\"TEXT\"", "send a text with the LED", 1, morse},
    {"events", "[clear]", "what happened lately", 0, events},
    {"test", "", "run the self-test", 0, test},
    {"reset", "", "restart the device", 0, reset},
    {0, 0, 0, 0, 0},
};
