/* The last events, in a ring: what a technician asks for first. */
#ifndef EVENT_LOG_H
#define EVENT_LOG_H

#include <stdint.h>

typedef enum {
    EVENT_START,
    EVENT_SELF_TEST_PASSED,
    EVENT_SELF_TEST_FAILED,
    EVENT_CONFIRMED,
    EVENT_UPDATE_WAITING,
    EVENT_SETTING_CHANGED,
    EVENT_SENSOR_BROKEN,
    EVENT_COMMAND_UNKNOWN,
    EVENT_KINDS,
} event_kind;

/* Notes an event now; detail is a number whose meaning depends on the kind. */
void event_log_add(event_kind kind, int32_t detail);

/* Prints the events, oldest first. */
void event_log_print(void);

void event_log_clear(void);

#endif
