#include "fota_info.h"

#include <string.h>

enum { WORD = 4 };

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

/* Looks at each word of the window where a record may begin, and keeps the bytes of those that are not all there. */
static void scan_window(fota_info_scan *scan)
{
    uint32_t at;

    for (at = 0; at + FOTA_INFO_RECORD_SIZE <= scan->fill; at += WORD) {
        if (is_record(scan->window + at) && scan->records++ == 0)
            decode(scan->window + at, &scan->info);
    }
    scan->fill -= at;
    memmove(scan->window, scan->window + at, scan->fill);
}

void fota_info_scan_begin(fota_info_scan *scan)
{
    memset(scan, 0, sizeof *scan);
}

void fota_info_scan_feed(fota_info_scan *scan, const void *data, uint32_t length)
{
    const uint8_t *bytes = data;

    while (length > 0) {
        uint32_t room = FOTA_INFO_WINDOW - scan->fill;
        uint32_t part = length < room ? length : room;

        memcpy(scan->window + scan->fill, bytes, part);
        scan->fill += part;
        bytes += part;
        length -= part;
        if (scan->fill >= FOTA_INFO_RECORD_SIZE)
            scan_window(scan);
    }
}

fota_info_result fota_info_scan_end(const fota_info_scan *scan, fota_info *info)
{
    *info = scan->info;
    return scan->records == 0 ? FOTA_INFO_NONE : scan->records == 1 ? FOTA_INFO_OK : FOTA_INFO_SEVERAL;
}

fota_info_result fota_info_find(int (*read)(void *user, uint32_t offset, void *data, uint32_t length), void *user,
                                uint32_t size, fota_info *info)
{
    fota_info_scan scan;
    uint32_t offset = 0;

    fota_info_scan_begin(&scan);
    while (offset < size && scan.records < 2) {
        uint32_t room = FOTA_INFO_WINDOW - scan.fill;
        uint32_t part = size - offset < room ? size - offset : room;

        if (read(user, offset, scan.window + scan.fill, part) != 0)
            return FOTA_INFO_READ_FAILED;
        scan.fill += part;
        offset += part;
        if (scan.fill >= FOTA_INFO_RECORD_SIZE)
            scan_window(&scan);
    }
    return fota_info_scan_end(&scan, info);
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
