/* The MPU as a fence: the board has far more memory than the device, and reads 0 where there is none. */
#ifndef FENCE_H
#define FENCE_H

void fence_close(void);

/* Lets the flash driver write the flash. */
void fence_flash_writable(int writable);

#endif
