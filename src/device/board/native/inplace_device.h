/* A device with one slot: the states of an update in place, and the journal that remembers them. */
#ifndef INPLACE_DEVICE_H
#define INPLACE_DEVICE_H

#include <stdint.h>

#include "verdict.h"

enum { JOURNAL_BLOCKS = 3 };

/* What a device must not do, each found by a sweep: negative controls. */
typedef enum {
    FAULT_NONE,
    FAULT_MARK_BEFORE_STEP,    /* a step is recorded before it is done */
    FAULT_DISCARD_BEFORE_IDLE, /* the update is erased before the record says that it is done with */
    FAULT_NO_FRESH_RECORD,     /* a boot that goes on trusts a record that may read differently next time */
    FAULT_SAME_BLOCK,          /* a boot appends to what an earlier one wrote */
    FAULT_BARE_DISCARD         /* a download erases the last update without saying IDLE anew */
} device_fault;

typedef struct {
    uint32_t blocks; /* of the region, which begins at 0; the journal follows, then the staging area */
    uint32_t staged_blocks;
    device_fault fault;
    uint8_t images[2][32]; /* the digests of the images that are signed */
} inplace_board;

extern inplace_board board;

/* What lies before plan and payload in the staging area. It stands for the header of update.fota. */
typedef struct {
    uint32_t base_size;
    uint32_t new_size;
    uint32_t runs;
    uint32_t payload_size;
    uint32_t dialect;
    uint8_t base_digest[32];
    uint8_t new_digest[32];
} staged_header;

uint32_t board_staged(void);

typedef enum { BOOT_STARTS, BOOT_REFUSED, BOOT_LOST_UPDATE, BOOT_FAILED } boot_result;

/* From reset to the start of the image; goes on with an update, or begins one that was asked for. */
boot_result device_boot(void);

/* Why the last update that was asked for was refused. */
extern verdict device_refusal;

/* Lays out the flash: the old image and a staged update in a region of board.blocks. The geometry of nor is set. */
void device_lay_out(const void *image, uint32_t image_size, const void *staged, uint32_t staged_size);

/* Makes room for the next download. Returns 0. */
int device_download(void);

/* Asks for the update that was downloaded. Returns 0. */
int device_request(void);

#endif
