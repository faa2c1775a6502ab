#include "swap.h"

#include "flash_area.h"
#include "layout.h"

/* The place of a block: those of the image from the slot's start on, then the trailer, then the spare block. */
static uint32_t place(slot which, uint32_t index, uint32_t blocks)
{
    if (index == blocks)
        return layout_spare();
    if (index == blocks - 1)
        return layout_trailer(which);
    return layout_slot(which) + index * layout_block_size();
}

static int copy_block(uint32_t to, uint32_t from)
{
    if (area_erase(to, layout_block_size()) != 0)
        return -1;
    return area_copy(to, from, layout_block_size());
}

static int do_step(uint32_t step, uint32_t blocks)
{
    uint32_t index;

    if (step < blocks) {
        index = blocks - step;
        return copy_block(place(SLOT_RUNNING, index, blocks), place(SLOT_RUNNING, index - 1, blocks));
    }
    index = (step - blocks) / 2;
    if ((step - blocks) % 2 == 0)
        return copy_block(place(SLOT_RUNNING, index, blocks), place(SLOT_UPDATE, index, blocks));
    return copy_block(place(SLOT_UPDATE, index, blocks), place(SLOT_RUNNING, index + 1, blocks));
}

static int record(journal *j)
{
    journal_entry entry = j->entry;

    entry.step++;
    return journal_write(j, entry);
}

int swap_continue(journal *j)
{
    fota_port_phase(FOTA_PHASE_SWAP);
    if (journal_renew(j) != 0)
        return -1;
    while (j->entry.step < 3 * j->entry.blocks) {
        if (do_step(j->entry.step, j->entry.blocks) != 0 || record(j) != 0)
            return -1;
    }
    return 0;
}
