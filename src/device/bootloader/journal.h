/* The marks of the bootloader: three blocks in turn.
 *
 * Each record holds the whole state, and the newest valid one is the truth: the last in the block of the newest
 * generation. Each boot that has something to say begins in the next block, freshly erased, and appends only to what it
 * wrote itself. So a unit that a cut has spent without a trace is never programmed again, and a record that a cut left
 * undecided, valid at one boot and not at the next, is the last of its block: the block before says the same, or one
 * step less. A boot that goes on with what such a record says renews it first.
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
    BOOT_REVERTING = 7, /* the slots are being swapped back */
    BOOT_BUILDING = 8   /* the image of a device with one slot is being replaced where it lies */
} boot_state;

typedef struct {
    boot_state state;
    uint32_t blocks; /* that a swap moves; at most 65535 */
    uint32_t step;   /* steps done; at most 65535 */
} journal_entry;

typedef struct {
    journal_entry entry; /* the newest; BOOT_IDLE when there is none */
    uint32_t block;      /* where it is */
    uint32_t next;       /* where in the block the next record goes; a whole block: into the next one */
    uint8_t generation;
} journal;

/* Finds the newest entry. What is written then begins in the next block. */
void journal_open(journal *j);

/* Writes an entry. Returns 0. */
int journal_write(journal *j, journal_entry entry);

/* Writes the newest entry again, unless it was written since the journal was opened. Returns 0. */
int journal_renew(journal *j);

/* The newest entry alone. */
journal_entry journal_read(void);

#endif
