/* The report: one JSON object a line, written through the platform. Keeps nothing in RAM between two lines. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "fota_info.h"

typedef struct {
    char text[240];
    uint32_t length;
} report_line;

void report_begin(report_line *line, const char *event);
void report_text(report_line *line, const char *name, const char *value);
void report_number(report_line *line, const char *name, uint32_t value);
void report_end(report_line *line);

/* An event without fields, or with one. */
void report(const char *event);
void report_with(const char *event, const char *name, uint32_t value);

/* What an info record says. */
void report_info(report_line *line, const fota_info *info);

/* Silences the report, during a sweep. */
int report_is_silent(void);

#endif
