#include "fota_info.h"

/* Windows overlap by a record less a word, so that each record lies within one of them. */
enum { WORD = 4, WINDOW = 128, STEP = WINDOW - FOTA_INFO_RECORD_SIZE + WORD };

/* Offsets in the record. */
enum { VERSION_AND_SIZE = 8, MAJOR = 12, MINOR = 14, PATCH = 16, STAGE = 18, PRODUCT_ID = 20, SECURITY_COUNTER = 28 };

static uint16_t read_16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t read_32(const uint8_t *p)
{
    return read_16(p) | (uint32_t)read_16(p + 2) << 16;
}

static int is_record(const uint8_t *bytes)
{
    uint32_t check = 0;
    int at;

    /* Nearly every word of an image ends here. */
    if (bytes[0] != (FOTA_INFO_MAGIC_LO & 0xFF))
        return 0;
    if (read_32(bytes) != FOTA_INFO_MAGIC_LO || read_32(bytes + WORD) != FOTA_INFO_MAGIC_HI)
        return 0;
    if (read_32(bytes + VERSION_AND_SIZE) != FOTA_INFO_WORD(FOTA_INFO_RECORD_VERSION, FOTA_INFO_RECORD_SIZE))
        return 0;
    for (at = 0; at < FOTA_INFO_RECORD_SIZE; at += WORD)
        check ^= read_32(bytes + at);
    return check == 0xFFFFFFFFu;
}

static void decode(const uint8_t *bytes, fota_info *info)
{
    info->product_id[0] = read_32(bytes + PRODUCT_ID);
    info->product_id[1] = read_32(bytes + PRODUCT_ID + WORD);
    info->major = read_16(bytes + MAJOR);
    info->minor = read_16(bytes + MINOR);
    info->patch = read_16(bytes + PATCH);
    info->stage = read_16(bytes + STAGE);
    info->security_counter = read_32(bytes + SECURITY_COUNTER);
}

fota_info_result fota_info_read(const fota_info_record *record, fota_info *info)
{
    if (!is_record(record->bytes))
        return FOTA_INFO_NONE;
    decode(record->bytes, info);
    return FOTA_INFO_OK;
}

fota_info_result fota_info_find(int (*read)(void *user, uint32_t offset, void *data, uint32_t length), void *user,
                                uint32_t size, fota_info *info)
{
    uint8_t window[WINDOW];
    uint32_t found = 0;
    uint32_t offset = 0;

    while (size - offset >= FOTA_INFO_RECORD_SIZE) {
        uint32_t length = size - offset < WINDOW ? size - offset : WINDOW;
        uint32_t at;

        if (read(user, offset, window, length) != 0)
            return FOTA_INFO_READ_FAILED;
        for (at = 0; at < STEP && at + FOTA_INFO_RECORD_SIZE <= length; at += WORD) {
            if (!is_record(window + at))
                continue;
            if (found++ != 0)
                return FOTA_INFO_SEVERAL;
            decode(window + at, info);
        }
        if (size - offset <= STEP)
            break;
        offset += STEP;
    }
    return found != 0 ? FOTA_INFO_OK : FOTA_INFO_NONE;
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
