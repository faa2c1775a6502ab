#include "slot_writer.h"

#include <string.h>

#include "flash_area.h"
#include "layout.h"

void slot_writer_begin(slot_writer *writer)
{
    writer->size = 0;
}

static int flush(const slot_writer *writer, uint32_t length)
{
    uint32_t at = writer->size - length;

    if (at % layout_block_size() == 0 && area_erase(layout_slot(SLOT_UPDATE) + at, layout_block_size()) != 0)
        return -1;
    return area_write(layout_slot(SLOT_UPDATE) + at, writer->row, length);
}

int slot_writer_write(slot_writer *writer, const void *data, uint32_t length)
{
    const uint8_t *bytes = data;

    if (length > layout_image_capacity() - writer->size)
        return -1;
    while (length > 0) {
        uint32_t used = writer->size % FOTA_FLASH_ROW;
        uint32_t part = length < FOTA_FLASH_ROW - used ? length : FOTA_FLASH_ROW - used;

        memcpy(writer->row + used, bytes, part);
        writer->size += part;
        bytes += part;
        length -= part;
        if (used + part == FOTA_FLASH_ROW && flush(writer, FOTA_FLASH_ROW) != 0)
            return -1;
    }
    return 0;
}

int slot_writer_read(const slot_writer *writer, uint32_t offset, void *data, uint32_t length)
{
    uint32_t row_at = writer->size - writer->size % FOTA_FLASH_ROW;
    uint32_t written = offset < row_at ? row_at - offset : 0;

    if (written > length)
        written = length;
    if (written > 0 && fota_flash_read(layout_slot(SLOT_UPDATE) + offset, data, written) != 0)
        return -1;
    if (written < length)
        memcpy((uint8_t *)data + written, writer->row + (offset + written - row_at), length - written);
    return 0;
}

int slot_writer_end(slot_writer *writer)
{
    uint32_t used = writer->size % FOTA_FLASH_ROW;

    return used == 0 ? 0 : flush(writer, used);
}
