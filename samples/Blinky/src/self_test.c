#include "self_test.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "crc32.h"
#include "filter.h"
#include "sensor.h"
#include "settings.h"

static bool crc_is_right(void)
{
    return crc32(0, "123456789", 9) == 0xCBF43926u; /* the check value of every catalogue of CRCs */
}

static bool formatting_is_right(void)
{
    char text[24];
    snprintf(text, sizeof text, "%5.2f|%04x", 3.14159, 0xBEEF);
    return strcmp(text, " 3.14|beef") == 0;
}

static bool filters_are_right(void)
{
    median_filter median = {0};
    int32_t value = 0;
    for (int i = 0; i < 5; i++)
        value = median_filter_add(&median, i == 2 ? 1000 : i);
    return value == 3;
}

static bool settings_are_intact(void)
{
    return settings_intact();
}

static bool sensors_are_plausible(void)
{
    for (int i = 0; i < 5; i++)
        sensor_sample();
    for (int id = 0; id < SENSOR_COUNT; id++) {
        if (!sensor_plausible((sensor_id)id))
            return false;
    }
    return true;
}

static const struct {
    const char *name;
    bool (*passes)(void);
} checks[] = {
    {"CRC", crc_is_right},
    {"formatting", formatting_is_right},
    {"filters", filters_are_right},
    {"settings", settings_are_intact},
    {"sensors", sensors_are_plausible},
};

int self_test_count(void)
{
    return (int)(sizeof checks / sizeof checks[0]);
}

int self_test(void)
{
    for (int i = 0; i < self_test_count(); i++) {
        if (!checks[i].passes())
            return i + 1;
    }
    return 0;
}

const char *self_test_name(int check)
{
    return checks[check - 1].name;
}
