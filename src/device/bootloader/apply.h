/* Makes the new image from the payload of an update, in whatever format it is. */
#ifndef APPLY_H
#define APPLY_H

#include <stdint.h>

#include "fota_container.h"
#include "slot_writer.h"
#include "verdict.h"

/* Whether the format of an update's payload is one that this bootloader is compiled with. */
int apply_knows(const fota_container *update);

/* Bytes of RAM that a decoder may need for a patch: the header of an update says what its patch needs. */
uint32_t apply_memory(void);

/* Writes the new image; the payload was checked, and the decoder's memory is there. */
verdict apply_payload(const fota_container *update, slot_writer *writer);

#endif
