/* The command shell on the UART: a line editor and a table of commands. */
#ifndef SHELL_H
#define SHELL_H

#define SHELL_ARGUMENTS 8

typedef struct {
    const char *name, *arguments, *help;
    int minimum_arguments; /* without the name */
    void (*run)(int count, char *const *values);
} shell_command;

/* The commands; ends with an entry without a name. */
extern const shell_command shell_commands[];

void shell_start(void);

/* Takes what the UART received and runs a command when a line is complete. Call often. */
void shell_run(void);

#endif
