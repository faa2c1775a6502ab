/* Signal filters in small, fixed memory. */
#ifndef FILTER_H
#define FILTER_H

#include <stdint.h>

/* The median of the last five values: a single outlier never passes. */
typedef struct {
    int32_t window[5];
    uint8_t count, next;
} median_filter;

int32_t median_filter_add(median_filter *filter, int32_t value);

/* Exponential smoothing; each new value weighs 1/2^shift. */
typedef struct {
    int32_t scaled;
    uint8_t shift, started;
} smoothing_filter;

int32_t smoothing_filter_add(smoothing_filter *filter, int32_t value);

/* Running count, extremes, mean and deviation (Welford's method: one pass, no overflow). */
typedef struct {
    uint32_t count;
    float minimum, maximum, mean, squares;
} statistics;

void statistics_add(statistics *s, float value);
float statistics_deviation(const statistics *s);

#endif
