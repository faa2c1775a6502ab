#include "layout.h"

#include "fota_port.h"

int layout_is_supported(void)
{
    return (fota_port_partitions()->slots[SLOT_UPDATE].size == 0) == layout_has_one_slot();
}

uint32_t layout_block_size(void)
{
    return fota_port_partitions()->block_size;
}

uint32_t layout_note_size(void)
{
    return fota_port_partitions()->note_size;
}

uint32_t layout_journal_size(void)
{
    return fota_port_partitions()->journal.size / JOURNAL_BLOCKS;
}

uint32_t layout_image_capacity(void)
{
    return fota_port_partitions()->slots[SLOT_RUNNING].size - layout_note_size();
}

uint32_t layout_region_blocks(void)
{
    return layout_image_capacity() / layout_block_size();
}

uint32_t layout_slot(slot which)
{
    return fota_port_partitions()->slots[which].offset;
}

uint32_t layout_trailer(slot which)
{
    return layout_slot(which) + layout_image_capacity();
}

uint32_t layout_spare(void)
{
    return fota_port_partitions()->spare.offset;
}

uint32_t layout_journal(uint32_t block)
{
    return fota_port_partitions()->journal.offset + block * layout_journal_size();
}

uint32_t layout_download(void)
{
    return fota_port_partitions()->download.offset;
}

uint32_t layout_download_size(void)
{
    return fota_port_partitions()->download.size;
}
