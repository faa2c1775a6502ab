#include "event_log.h"

#include <stdio.h>

#include "board.h"

#define CAPACITY 32u

static const char *const formats[EVENT_KINDS] = {
    [EVENT_START] = "device started, image of %ld bytes",
    [EVENT_SELF_TEST_PASSED] = "self-test passed (%ld checks)",
    [EVENT_SELF_TEST_FAILED] = "self-test failed at check %ld",
    [EVENT_CONFIRMED] = "firmware confirmed (result %ld)",
    [EVENT_UPDATE_WAITING] = "an update waits (state %ld)",
    [EVENT_SETTING_CHANGED] = "setting %ld changed",
    [EVENT_SENSOR_BROKEN] = "sensor %ld out of its range",
    [EVENT_COMMAND_UNKNOWN] = "unknown command (%ld characters)",
};

typedef struct {
    uint32_t time;
    int32_t detail;
    event_kind kind;
} event;

static event events[CAPACITY];
static uint32_t total; /* events ever; the newest lies at (total - 1) % CAPACITY */

void event_log_add(event_kind kind, int32_t detail)
{
    events[total % CAPACITY] = (event){board_millis(), detail, kind};
    total++;
}

void event_log_print(void)
{
    uint32_t first = total > CAPACITY ? total - CAPACITY : 0;
    if (first > 0)
        printf("(%lu older events are gone)\n", (unsigned long)first);
    for (uint32_t i = first; i < total; i++) {
        const event *e = &events[i % CAPACITY];
        printf("%6lu.%03lu s  ", (unsigned long)(e->time / 1000), (unsigned long)(e->time % 1000));
        printf(formats[e->kind], (long)e->detail);
        putchar('\n');
    }
}

void event_log_clear(void)
{
    total = 0;
}
