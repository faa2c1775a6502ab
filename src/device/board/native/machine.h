/* The device's firmware on the host: flash at its own address, a reset as a jump. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdint.h>

#include "../device.h"

/* Why the firmware stopped. */
typedef enum {
    STOP_RESET = -1, /* it reset, or the power went */
    STOP_DONE = 0,   /* the application confirmed and nothing waits */
    STOP_DEAD = 3    /* it would not start anything */
} machine_stop;

/* Maps the flash and loads a file that the host laid out, with its control block. Exits when that fails. */
void machine_load(const char *path);

/* Puts flash and control block back as they were loaded. */
void machine_restore(void);

/* Puts something else into the download area. */
void machine_download(const void *data, uint32_t size);

/* Has the recovery loader's link answer with this, whenever it asks. */
void machine_link(const uint8_t *data, uint32_t size);

/* Runs from reset to the next stop. */
machine_stop machine_boot(void);

/* Runs through resets to the end. */
machine_stop machine_run(void);

/* Writes the report to standard error. */
extern int machine_verbose;

/* Reads a whole file. Exits when that fails. */
uint8_t *machine_read_file(const char *path, uint32_t *size);

#endif
