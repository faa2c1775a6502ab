/* Three simulated sensors. Their signal is arithmetic, so that every run measures the same. */
#ifndef SENSOR_H
#define SENSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"

typedef enum {
    SENSOR_TEMPERATURE,
    SENSOR_HUMIDITY,
    SENSOR_BATTERY,
    SENSOR_COUNT,
} sensor_id;

typedef struct {
    const char *name, *unit;
    float scale;              /* unit for one raw step */
    int32_t lowest, highest;  /* raw; outside means that the sensor is broken */
} sensor_description;

const sensor_description *sensor_describe(sensor_id id);

/* Measures all sensors once. */
void sensor_sample(void);

/* The filtered value in the sensor's unit. */
float sensor_value(sensor_id id);

const statistics *sensor_statistics(sensor_id id);
void sensor_reset_statistics(void);

/* Whether the filtered value lies within the sensor's range. */
bool sensor_plausible(sensor_id id);

#endif
