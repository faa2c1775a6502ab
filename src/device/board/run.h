/* One run of the emulation: the device's start, the application's, and the run's end. */
#ifndef RUN_H
#define RUN_H

/* Counts the start, lets undecided cells decide, and runs the bootloader. */
__attribute__((noreturn)) void run_boot(void);

/* Starts the image in slot 0. One that was linked for other hardware is stood in for: it confirms, and installs. */
__attribute__((noreturn)) void run_application(void);

/* What the application calls to confirm itself, unless the scenario has it fail. Ends the run when nothing waits to be
 * installed. */
int run_confirm(void);

/* Remembers how much stack the bootloader and the installer have used. Not for the application's time. */
void run_note_memory(void);

/* Ends the run: the device does not start. */
__attribute__((noreturn)) void run_fail(const char *reason);

#endif
