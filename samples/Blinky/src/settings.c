#include "settings.h"

#include <string.h>

#include "crc32.h"

static const setting_description descriptions[SETTING_COUNT] = {
    [SETTING_SAMPLE_PERIOD] = {"sample.period", "milliseconds between measurements", 250, 10, 60000},
    [SETTING_REPORT_PERIOD] = {"report.period", "milliseconds between reports, 0 for none", 0, 0, 3600000},
    [SETTING_BLINK_PERIOD] = {"blink.period", "milliseconds for one blink", 500, 20, 10000},
    [SETTING_TEMPERATURE_OFFSET] = {"temperature.offset", "correction in 1/100 C", 0, -500, 500},
    [SETTING_SMOOTHING] = {"smoothing", "weight of a new value: 1/2^n", 3, 0, 8},
};

static struct {
    int32_t values[SETTING_COUNT];
    uint32_t crc;
} stored;

const setting_description *settings_describe(setting_id id)
{
    return &descriptions[id];
}

static void seal(void)
{
    stored.crc = crc32(0, stored.values, sizeof stored.values);
}

void settings_restore_defaults(void)
{
    for (int id = 0; id < SETTING_COUNT; id++)
        stored.values[id] = descriptions[id].initial;
    seal();
}

int32_t settings_get(setting_id id)
{
    return stored.values[id];
}

bool settings_set(setting_id id, int32_t value)
{
    if (value < descriptions[id].lowest || value > descriptions[id].highest)
        return false;
    stored.values[id] = value;
    seal();
    return true;
}

setting_id settings_find(const char *name)
{
    int id = 0;
    while (id < SETTING_COUNT && strcmp(descriptions[id].name, name) != 0)
        id++;
    return (setting_id)id;
}

bool settings_intact(void)
{
    return stored.crc == crc32(0, stored.values, sizeof stored.values);
}
