#include "fota_info.h"

enum { WORDS = FOTA_INFO_RECORD_SIZE / 4 };

/* The structure must have no gaps. */
typedef char record_has_32_bytes[sizeof(fota_info) == FOTA_INFO_RECORD_SIZE ? 1 : -1];

static int is_record(const uint32_t *word)
{
    uint32_t check = 0;
    int i;

    if (word[0] != FOTA_INFO_MAGIC_LO || word[1] != FOTA_INFO_MAGIC_HI)
        return 0;
    if (word[2] != FOTA_INFO_WORD(FOTA_INFO_RECORD_VERSION, FOTA_INFO_RECORD_SIZE))
        return 0;
    for (i = 0; i < WORDS; i++)
        check ^= word[i];
    return check == 0xFFFFFFFFu;
}

const fota_info *fota_info_find(const void *image, uint32_t size)
{
    const uint32_t *words = image;
    const fota_info *found = 0;
    uint32_t count = size / 4;
    uint32_t i;

    for (i = 0; i + WORDS <= count; i++) {
        if (!is_record(words + i))
            continue;
        if (found)
            return 0;
        found = (const fota_info *)(words + i);
    }
    return found;
}

int fota_info_compare_version(const fota_info *a, const fota_info *b)
{
    if (a->major != b->major)
        return a->major < b->major ? -1 : 1;
    if (a->minor != b->minor)
        return a->minor < b->minor ? -1 : 1;
    if (a->patch != b->patch)
        return a->patch < b->patch ? -1 : 1;
    if (a->stage != b->stage)
        return a->stage < b->stage ? -1 : 1;
    return 0;
}

int fota_info_same_product(const fota_info *a, const fota_info *b)
{
    return a->product_id[0] == b->product_id[0] && a->product_id[1] == b->product_id[1];
}
