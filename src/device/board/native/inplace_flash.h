/* NOR flash whose power may go at any operation, with what is left then: units in part, and cells that read
 * differently after each reset until they are erased.
 */
#ifndef INPLACE_FLASH_H
#define INPLACE_FLASH_H

#include <setjmp.h>
#include <stdint.h>

/* How an operation ends when the power goes. */
typedef enum {
    CUT_BEFORE,
    CUT_TORN,
    CUT_AFTER,
    CUT_NEARLY, /* done, but for one byte that is undecided */
    CUT_BARELY, /* nothing is to be seen, but the unit is spent, or a byte undecided */
    CUT_ENDINGS
} cut_ending;

typedef struct {
    uint32_t size;
    uint32_t block_size;
    uint32_t unit;
    uint8_t erase_value; /* 0xFF or 0x00 */

    uint32_t operations; /* so far */
    uint32_t violations; /* uses that real flash would not bear */
    uint32_t *erases;    /* of each block */

    uint32_t cut_at; /* the operation that is cut, counted from 1; 0: none */
    cut_ending ending;
    uint32_t second_after; /* so many operations after the first cut follows another; 0: none */
    cut_ending second_ending;
    uint32_t random;
    jmp_buf power; /* where a cut jumps to */
} flash_model;

extern flash_model nor;

/* Makes the flash, blank. The fields of the geometry are set. */
void nor_create(void);

/* Puts content in without an operation, for what happened before the time that matters. */
void nor_load(uint32_t offset, const void *data, uint32_t length);

/* Goes back to what was loaded. */
void nor_restore(void);
void nor_keep(void);

/* Lets undecided cells decide, as each reset does. */
void nor_reset(void);

int nor_read(uint32_t offset, void *data, uint32_t length);
int nor_erase(uint32_t offset);
int nor_program(uint32_t offset, const void *data, uint32_t length);

#endif
