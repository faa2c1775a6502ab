/* Writes an image into slot 1 as it comes: gathers rows, and erases each block when the image reaches it. */
#ifndef SLOT_WRITER_H
#define SLOT_WRITER_H

#include <stdint.h>

#include "fota_port.h"

typedef struct {
    uint32_t size; /* bytes taken */
    uint8_t row[FOTA_FLASH_ROW];
} slot_writer;

void slot_writer_begin(slot_writer *writer);

/* Takes the next bytes. Returns 0; refuses what would not fit. */
int slot_writer_write(slot_writer *writer, const void *data, uint32_t length);

/* Reads bytes that it took, which may still be in the row. Returns 0. */
int slot_writer_read(const slot_writer *writer, uint32_t offset, void *data, uint32_t length);

/* Writes what is left in the row. Returns 0. */
int slot_writer_end(slot_writer *writer);

#endif
