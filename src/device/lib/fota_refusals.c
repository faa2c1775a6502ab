#include "fota_refusals.h"

/* The word: polls to leave out, refusals, and above them which version asked, 0 for none. */
enum { COUNT_SHIFT = 8, ASKED_SHIFT = 16, BYTE = 0xFF, ASKED = 0x8000, DOUBLINGS = 5 };

/* No word of ours leaves out so many polls: erased flash. */
static uint32_t sound(uint32_t word)
{
    return (word & BYTE) > FOTA_REFUSALS_MOST_POLLS ? 0 : word;
}

/* Differs for nearly all versions. Where it does not, an update that was taken counts as one that was refused. */
static uint32_t mark_of(const fota_info *info)
{
    uint32_t mark = info->major;

    mark = mark * 31 + info->minor;
    mark = mark * 31 + info->patch;
    mark = mark * 31 + info->stage;
    mark = mark * 31 + info->security_counter;
    return ((mark ^ mark >> 16) & (ASKED - 1)) | ASKED;
}

uint32_t fota_refusals_start(uint32_t word, const fota_info *running, int update_waiting)
{
    word = sound(word);
    if (word >> ASKED_SHIFT == 0 || update_waiting)
        return word;
    return word >> ASKED_SHIFT == mark_of(running) ? fota_refusals_refuse(word) : 0;
}

uint32_t fota_refusals_poll(uint32_t word, int *may)
{
    word = sound(word);
    *may = (word & BYTE) == 0;
    return *may ? word : word - 1;
}

uint32_t fota_refusals_refuse(uint32_t word)
{
    uint32_t count = fota_refusals_count(word);
    uint32_t polls = count < DOUBLINGS ? 1u << count : FOTA_REFUSALS_MOST_POLLS;

    return (count < BYTE ? count + 1 : count) << COUNT_SHIFT | polls;
}

uint32_t fota_refusals_ask(uint32_t word, const fota_info *running)
{
    return (sound(word) & ((1u << ASKED_SHIFT) - 1)) | mark_of(running) << ASKED_SHIFT;
}

uint32_t fota_refusals_count(uint32_t word)
{
    return sound(word) >> COUNT_SHIFT & BYTE;
}
