/* The marks of the bootloader: an append-only journal in two halves.
 *
 * Each record holds the whole state, and the newest valid one is the truth. A value stands beside its complement, so
 * what was programmed in part is never valid: programming moves all bits one way. When a half is full, the other one is
 * erased and begun with the next generation; what survives of a cut erase is of an older generation and loses.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdint.h>

typedef enum {
    BOOT_IDLE = 1,      /* slot 0 is confirmed */
    BOOT_REQUESTED = 2, /* the application asked to install what was downloaded */
    BOOT_PENDING = 3,   /* slot 1 was verified and is to be started; nothing has moved */
    BOOT_SWAPPING = 4,  /* the slots are being swapped */
    BOOT_TRIAL = 5,     /* the new image is in slot 0 and was not started yet */
    BOOT_TRIED = 6,     /* it was started and has not confirmed yet */
    BOOT_REVERTING = 7  /* the slots are being swapped back */
} boot_state;

typedef struct {
    boot_state state;
    uint32_t blocks; /* that a swap moves; at most 255 */
    uint32_t step;   /* of the swap: steps done; at most 4095 */
} journal_entry;

/* The newest entry; BOOT_IDLE when there is none. */
journal_entry journal_read(void);

/* Appends an entry. Returns 0. */
int journal_write(journal_entry entry);

#endif
