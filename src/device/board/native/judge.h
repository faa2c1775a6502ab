/* What a device must be after whatever happened to it. */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdint.h>

#include "machine.h"
#include "signature.h"

/* Remembers the old image, which the loaded flash runs, and the new one, which an undisturbed run ends with. */
void judge_learn(void);

/* SHA-256 of the image in slot 0; zeros when there is none. */
void judge_digest_running(uint8_t digest[DIGEST_SIZE]);

/* Flash operations of the undisturbed run. */
uint32_t judge_operations(void);

/* Null when the device runs the old or the new image, whole and confirmed, and used its flash properly; else why not.
 */
const char *judge_device(machine_stop stop);

/* Null when the device still takes an update, to any third image; else why not. */
const char *judge_next_update(const uint8_t *container, uint32_t size);

/* Null when the device is in order or stands still; it must never run anything but the two images. */
const char *judge_nothing_foreign(machine_stop stop);

#endif
