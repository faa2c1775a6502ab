#include "sensor.h"

#include <string.h>

#include "settings.h"

static const sensor_description descriptions[SENSOR_COUNT] = {
    [SENSOR_TEMPERATURE] = {"temperature", "C", 0.01f, -4000, 8500},
    [SENSOR_HUMIDITY] = {"humidity", "%", 0.1f, 0, 1000},
    [SENSOR_BATTERY] = {"battery", "V", 0.001f, 1800, 3600},
};

static struct {
    median_filter median;
    smoothing_filter smoothing;
    statistics statistics;
    int32_t filtered;
} channels[SENSOR_COUNT];

static uint32_t sample_number;
static uint32_t noise_state = 0x2545F491u;

/* Marsaglia's xorshift: enough for noise, always the same sequence. */
static int32_t noise(int32_t amplitude)
{
    noise_state ^= noise_state << 13;
    noise_state ^= noise_state >> 17;
    noise_state ^= noise_state << 5;
    return (int32_t)(noise_state % (uint32_t)(2 * amplitude + 1)) - amplitude;
}

/* A quarter of a sine in steps of 90/16 degrees, scaled to 1000. */
static int32_t sine(uint32_t phase)
{
    static const int16_t quarter[17] = {
        0, 98, 195, 290, 383, 471, 556, 634, 707, 773, 831, 882, 924, 957, 981, 995, 1000,
    };
    uint32_t step = phase % 64;
    uint32_t within = step % 32;
    int32_t value = quarter[within <= 16 ? within : 32 - within];
    return step < 32 ? value : -value;
}

static int32_t measure(sensor_id id)
{
    uint32_t n = sample_number;
    switch (id) {
    case SENSOR_TEMPERATURE: {
        int32_t spike = n % 23 == 11 ? 1500 : 0; /* the median removes it */
        return 2150 + sine(n) * 3 / 10 + noise(12) + spike + settings_get(SETTING_TEMPERATURE_OFFSET);
    }
    case SENSOR_HUMIDITY:
        return 452 - sine(n + 9) / 12 + noise(5);
    default: {
        int32_t drained = (int32_t)(n / 40);
        return (drained < 1200 ? 3300 - drained : 2100) + noise(4);
    }
    }
}

const sensor_description *sensor_describe(sensor_id id)
{
    return &descriptions[id];
}

void sensor_sample(void)
{
    for (int id = 0; id < SENSOR_COUNT; id++) {
        channels[id].smoothing.shift = (uint8_t)settings_get(SETTING_SMOOTHING);
        int32_t value = median_filter_add(&channels[id].median, measure((sensor_id)id));
        channels[id].filtered = smoothing_filter_add(&channels[id].smoothing, value);
        statistics_add(&channels[id].statistics, sensor_value((sensor_id)id));
    }
    sample_number++;
}

float sensor_value(sensor_id id)
{
    return (float)channels[id].filtered * descriptions[id].scale;
}

const statistics *sensor_statistics(sensor_id id)
{
    return &channels[id].statistics;
}

void sensor_reset_statistics(void)
{
    for (int id = 0; id < SENSOR_COUNT; id++)
        memset(&channels[id].statistics, 0, sizeof channels[id].statistics);
}

bool sensor_plausible(sensor_id id)
{
    return channels[id].filtered >= descriptions[id].lowest && channels[id].filtered <= descriptions[id].highest;
}
