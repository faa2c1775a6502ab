#include "report.h"

#include "device.h"
#include "platform.h"

static void append(report_line *line, const char *text)
{
    while (*text != 0 && line->length < sizeof line->text - 1)
        line->text[line->length++] = *text++;
}

static void append_number(report_line *line, uint32_t value)
{
    char digits[11];
    char *at = digits + sizeof digits - 1;

    *at = 0;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    append(line, at);
}

static void append_name(report_line *line, const char *name)
{
    append(line, ",\"");
    append(line, name);
    append(line, "\":");
}

int report_is_silent(void)
{
    return CONTROL->sweep != 0;
}

void report_begin(report_line *line, const char *event)
{
    phase_harness_begin();
    line->length = 0;
    append(line, "{\"event\":\"");
    append(line, event);
    append(line, "\"");
}

void report_text(report_line *line, const char *name, const char *value)
{
    append_name(line, name);
    append(line, "\"");
    append(line, value);
    append(line, "\"");
}

void report_number(report_line *line, const char *name, uint32_t value)
{
    append_name(line, name);
    append_number(line, value);
}

void report_end(report_line *line)
{
    append(line, "}\n");
    line->text[line->length] = 0;
    if (!report_is_silent())
        platform_write(line->text);
    phase_harness_end();
}

void report(const char *event)
{
    report_line line;

    report_begin(&line, event);
    report_end(&line);
}

void report_with(const char *event, const char *name, uint32_t value)
{
    report_line line;

    report_begin(&line, event);
    report_number(&line, name, value);
    report_end(&line);
}

void report_info(report_line *line, const fota_info *info)
{
    report_number(line, "major", info->major);
    report_number(line, "minor", info->minor);
    report_number(line, "patch", info->patch);
    report_number(line, "stage", info->stage);
    report_number(line, "securityCounter", info->security_counter);
    report_number(line, "productLow", info->product_id[0]);
    report_number(line, "productHigh", info->product_id[1]);
}
