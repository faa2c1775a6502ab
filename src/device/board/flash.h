/* The model of a NOR flash: what such flash does, what it forbids, and power that goes at any operation. */
#ifndef FLASH_H
#define FLASH_H

#include <stdint.h>

enum { FLASH_ROW = 256 };

/* Erases the sector at an offset. Returns 0. */
int flash_erase(uint32_t offset);

/* Programs whole units, which must be blank, in one operation. Returns 0. */
int flash_program(uint32_t offset, const void *data, uint32_t length);

/* Erases the sectors of an area. Returns 0. */
int flash_erase_area(uint32_t offset, uint32_t length);

/* Programs any length, in rows, the last unit filled up with blank bytes; blank rows are left out. Returns 0. */
int flash_write(uint32_t offset, const void *data, uint32_t length);

int flash_is_blank(uint32_t offset, uint32_t length);

/* Lets undecided bits decide, as each reset does. */
void flash_power_up(void);

/* Puts the pristine copy back, for the next run of a sweep. */
void flash_restore(void);

#endif
