/* What this firmware is, and its part in an update: test itself, confirm, install what waits. */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <stdint.h>

const char *firmware_product(void);
const char *firmware_version(void);

/* The image in flash: what was signed. */
const uint8_t *firmware_start(void);
const uint8_t *firmware_end(void);

/* Runs the self-test and, under a bootloader, confirms this firmware and installs an update that waits (then the device
   restarts and this does not return). Without a bootloader there is nothing to confirm. */
void firmware_settle(void);

#endif
