#include "shell.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "event_log.h"

#define LINE_SIZE 80
#define HISTORY 4
#define CONTROL(letter) ((letter) - '@')
#define DELETE 0x7F
#define ESCAPE 0x1B

static char line[LINE_SIZE];
static size_t length;
static char history[HISTORY][LINE_SIZE];
static unsigned remembered, recalled;
static enum { TYPING, AFTER_ESCAPE, AFTER_BRACKET } input_state;

static void prompt(void)
{
    printf("blinky> ");
    length = 0;
    recalled = 0;
}

static void replace_line(const char *text)
{
    while (length > 0) {
        printf("\b \b");
        length--;
    }
    strcpy(line, text);
    length = strlen(line);
    printf("%s", line);
}

static void recall(int direction)
{
    if (direction > 0 && recalled < remembered && recalled < HISTORY)
        recalled++;
    else if (direction < 0 && recalled > 0)
        recalled--;
    replace_line(recalled == 0 ? "" : history[(remembered - recalled) % HISTORY]);
}

/* Splits at blanks; text in quotation marks is one argument. */
static int split(char *text, char **values)
{
    int count = 0;
    while (count < SHELL_ARGUMENTS) {
        text += strspn(text, " \t");
        if (*text == '\0')
            break;
        const char *end_at = " \t";
        if (*text == '"') {
            end_at = "\"";
            text++;
        }
        values[count++] = text;
        text += strcspn(text, end_at);
        if (*text == '\0')
            break;
        *text++ = '\0';
    }
    return count;
}

static const shell_command *find_command(const char *name)
{
    for (const shell_command *c = shell_commands; c->name; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

static void run_line(void)
{
    line[length] = '\0';
    if (length > 0) {
        strcpy(history[remembered % HISTORY], line);
        remembered++;
    }
    char *values[SHELL_ARGUMENTS];
    int count = split(line, values);
    if (count == 0)
        return;
    const shell_command *command = find_command(values[0]);
    if (!command) {
        event_log_add(EVENT_COMMAND_UNKNOWN, (int32_t)strlen(values[0]));
        printf("unknown command '%s'; try 'help'\n", values[0]);
    } else if (count - 1 < command->minimum_arguments) {
        printf("usage: %s %s\n", command->name, command->arguments);
    } else {
        command->run(count - 1, values + 1);
    }
}

/* Completes the name when only one command begins like that. */
static void complete(void)
{
    const shell_command *match = NULL;
    for (const shell_command *c = shell_commands; c->name; c++) {
        if (strncmp(c->name, line, length) == 0) {
            if (match)
                return;
            match = c;
        }
    }
    if (match)
        replace_line(match->name);
}

static void take(char c)
{
    if (input_state == AFTER_ESCAPE) {
        input_state = c == '[' ? AFTER_BRACKET : TYPING;
    } else if (input_state == AFTER_BRACKET) {
        input_state = TYPING;
        if (c == 'A' || c == 'B')
            recall(c == 'A' ? 1 : -1);
    } else if (c == ESCAPE) {
        input_state = AFTER_ESCAPE;
    } else if (c == '\r' || c == '\n') {
        printf("\n");
        run_line();
        prompt();
    } else if (c == '\t') {
        line[length] = '\0';
        complete();
    } else if (c == '\b' || c == DELETE) {
        if (length > 0) {
            length--;
            printf("\b \b");
        }
    } else if (c == CONTROL('U')) {
        replace_line("");
    } else if (c >= ' ' && length < LINE_SIZE - 1) {
        line[length++] = c;
        putchar(c);
    }
}

void shell_start(void)
{
    printf("Type 'help' for the commands.\n");
    prompt();
}

void shell_run(void)
{
    for (int c; (c = board_uart_get()) >= 0;)
        take((char)c);
}
