/* One run of the emulation: the application's start, and the run's end. */
#ifndef RUN_H
#define RUN_H

/* Starts the image in slot 0. One that was linked for other hardware is stood in for: it confirms, and installs. */
__attribute__((noreturn)) void run_application(void);

/* The application confirmed. Ends the run when nothing waits to be installed. */
void run_confirmed(void);

/* Remembers how much stack the bootloader and the installer have used. Not for the application's time. */
void run_note_memory(void);

/* Ends the run: the device does not start. */
__attribute__((noreturn)) void run_fail(const char *reason);

#endif
