/* The model of a NOR flash: what such flash does, what it forbids, and power that goes at any operation. Its operations
 * are those of fota_port.h.
 */
#ifndef FLASH_H
#define FLASH_H

/* Lets undecided bits decide, as each reset does. */
void flash_power_up(void);

/* Puts the pristine copy back, for the next run of a sweep. */
void flash_restore(void);

#endif
