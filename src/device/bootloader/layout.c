#include "layout.h"

#include "device.h"
#include "journal.h"

enum { SMALLEST_BLOCK = 1024, SPARE_BLOCKS = 1 };

int layout_has_one_slot(void)
{
    return CONTROL->region_blocks != 0;
}

uint32_t layout_block_size(void)
{
    if (layout_has_one_slot())
        return CONTROL->region_block_size;
    return CONTROL->sector_size > SMALLEST_BLOCK ? CONTROL->sector_size : SMALLEST_BLOCK;
}

uint32_t layout_download_size(void)
{
    uint32_t block = layout_block_size();

    return (CONTROL->download_size + block - 1) / block * block;
}

uint32_t layout_slot_size(void)
{
    uint32_t block = layout_block_size();
    uint32_t reserved = (SPARE_BLOCKS + JOURNAL_BLOCKS) * block + layout_download_size();

    if (layout_has_one_slot())
        return (CONTROL->region_blocks + 1) * block;
    return (CONTROL->flash_size - reserved) / 2 / block * block;
}

uint32_t layout_image_capacity(void)
{
    return layout_slot_size() - layout_block_size();
}

uint32_t layout_region_blocks(void)
{
    return layout_image_capacity() / layout_block_size();
}

uint32_t layout_slot(slot which)
{
    return which == SLOT_RUNNING ? 0 : layout_slot_size();
}

uint32_t layout_trailer(slot which)
{
    return layout_slot(which) + layout_image_capacity();
}

uint32_t layout_spare(void)
{
    return 2 * layout_slot_size();
}

uint32_t layout_journal(uint32_t block)
{
    uint32_t first = layout_has_one_slot() ? layout_slot_size() : layout_spare() + SPARE_BLOCKS * layout_block_size();

    return first + block * layout_block_size();
}

uint32_t layout_download(void)
{
    return layout_journal(JOURNAL_BLOCKS);
}
