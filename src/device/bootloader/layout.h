/* Where things lie in the flash, by the board's table: slot 0, slot 1, a spare block, the journal, the download area.
 *
 * The swap works in blocks: a sector, or several where sectors are small, so that a slot never has many of them.
 *
 * A device with one slot has neither slot 1 nor a spare block. Slot 0 then has the blocks of the region in which the
 * image is replaced, and its trailer behind them.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdint.h>

#include "fota_port.h"

enum { JOURNAL_BLOCKS = 3 };

typedef enum { SLOT_RUNNING = 0, SLOT_UPDATE = 1 } slot;

/* A constant where a bootloader is compiled for one kind of table: then the linker leaves out what the other needs. */
static inline int layout_has_one_slot(void)
{
#if defined FOTA_NO_ONE_SLOT && defined FOTA_NO_TWO_SLOTS
#error A device has one slot or two.
#elif defined FOTA_NO_ONE_SLOT
    return 0;
#elif defined FOTA_NO_TWO_SLOTS
    return 1;
#else
    return fota_port_partitions()->slots[SLOT_UPDATE].size == 0;
#endif
}

/* Whether the board's table is of a kind that this bootloader is compiled for. */
int layout_is_supported(void);

uint32_t layout_block_size(void);

/* Bytes of a trailer. */
uint32_t layout_note_size(void);

/* Bytes of each of the three places of the journal. */
uint32_t layout_journal_size(void);

/* Bytes that an image may have. */
uint32_t layout_image_capacity(void);

/* Blocks of a slot before its trailer. */
uint32_t layout_region_blocks(void);

uint32_t layout_slot(slot which);
uint32_t layout_trailer(slot which);
uint32_t layout_spare(void);
uint32_t layout_journal(uint32_t block);
uint32_t layout_download(void);
uint32_t layout_download_size(void);

#endif
