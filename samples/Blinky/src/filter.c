#include "filter.h"

#include <math.h>
#include <string.h>

#define WINDOW (sizeof((median_filter *)0)->window / sizeof(int32_t))

int32_t median_filter_add(median_filter *filter, int32_t value)
{
    filter->window[filter->next] = value;
    filter->next = (uint8_t)((filter->next + 1) % WINDOW);
    if (filter->count < WINDOW)
        filter->count++;

    int32_t sorted[WINDOW];
    memcpy(sorted, filter->window, sizeof sorted);
    for (int i = 1; i < filter->count; i++) {
        int32_t moved = sorted[i];
        int at = i;
        for (; at > 0 && sorted[at - 1] > moved; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = moved;
    }
    return sorted[filter->count / 2];
}

int32_t smoothing_filter_add(smoothing_filter *filter, int32_t value)
{
    int32_t scaled = value * (1 << filter->shift);
    if (!filter->started) {
        filter->started = 1;
        filter->scaled = scaled;
    } else {
        filter->scaled += value - filter->scaled / (1 << filter->shift);
    }
    return filter->scaled / (1 << filter->shift);
}

void statistics_add(statistics *s, float value)
{
    if (s->count == 0 || value < s->minimum)
        s->minimum = value;
    if (s->count == 0 || value > s->maximum)
        s->maximum = value;
    s->count++;
    float distance = value - s->mean;
    s->mean += distance / (float)s->count;
    s->squares += distance * (value - s->mean);
}

float statistics_deviation(const statistics *s)
{
    return s->count < 2 ? 0.0f : sqrtf(s->squares / (float)(s->count - 1));
}
