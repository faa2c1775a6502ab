/* Areas of flash: several sectors, any number of bytes. Functions return 0. */
#ifndef FLASH_AREA_H
#define FLASH_AREA_H

#include <stdint.h>

#include "fota_port.h"

/* Erases the sectors of an area. */
int area_erase(uint32_t offset, uint32_t length);

/* Programs any length, in rows, the last unit filled up with blank bytes; blank rows are left out. */
int area_write(uint32_t offset, const void *data, uint32_t length);

/* The same with what lies elsewhere in the flash. */
int area_copy(uint32_t to, uint32_t from, uint32_t length);

/* Whether two areas hold the same; also 0 when they cannot be read. */
int area_is_same(uint32_t one, uint32_t other, uint32_t length);

#endif
