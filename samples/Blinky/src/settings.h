/* Settings that the shell changes while the device runs: numbers with a name, a range and a default. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    SETTING_SAMPLE_PERIOD,
    SETTING_REPORT_PERIOD,
    SETTING_BLINK_PERIOD,
    SETTING_TEMPERATURE_OFFSET,
    SETTING_SMOOTHING,
    SETTING_COUNT,
} setting_id;

typedef struct {
    const char *name, *meaning;
    int32_t initial, lowest, highest;
} setting_description;

const setting_description *settings_describe(setting_id id);

void settings_restore_defaults(void);
int32_t settings_get(setting_id id);

/* False when the value is out of range; then nothing changes. */
bool settings_set(setting_id id, int32_t value);

/* The setting with the name, or SETTING_COUNT. */
setting_id settings_find(const char *name);

/* Whether the values are those that were stored: RAM errors show here. */
bool settings_intact(void);

#endif
