/* The recovery loader of the emulated board: where a device has nothing else left, it asks for an update over its link. */
#ifndef RECOVERY_H
#define RECOVERY_H

/* Asks with a '?', and stores what comes in the download area: its size in four bytes, low first, and an update.fota.
 * Returns 0 when the board has no link, nothing came, or it does not fit. What it is, the bootloader checks.
 */
int recovery_fetch(void);

#endif
