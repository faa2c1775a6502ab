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

enum { JOURNAL_BLOCKS = 3 };

typedef enum { SLOT_RUNNING = 0, SLOT_UPDATE = 1 } slot;

int layout_has_one_slot(void);

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
