/* Finds image info records and compares versions, under sanitizers. Prints one JSON object. */
#include <string.h>

#include "checks.h"

#define FOTA_INFO_SECTION
#include "fota_info.h"

enum { RELEASE = 65535 };

static const fota_info_record record = FOTA_INFO_INITIALIZER(1, 2, 3, RELEASE, 7, 8, 9);

static uint8_t image[4096];
static int read_image(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    if (offset > sizeof image || length > sizeof image - offset)
        return 1;
    memcpy(data, image + offset, length);
    return 0;
}

static void place(uint32_t offset)
{
    memcpy(image + offset, &record, sizeof record);
}

static fota_info_result find(fota_info *info)
{
    return fota_info_find(read_image, NULL, sizeof image, info);
}

static void check_records(void)
{
    fota_info info;
    uint32_t first;

    require(find(&info) == FOTA_INFO_NONE, "finds a record in nothing");
    for (first = 0; first + sizeof record <= 512; first += 4) {
        memset(image, 0, sizeof image);
        place(first);
        require(find(&info) == FOTA_INFO_OK && info.security_counter == 9 && info.stage == RELEASE, "misses a record");
        /* In the same window, in the next, at the end. */
        place(first + sizeof record);
        require(find(&info) == FOTA_INFO_SEVERAL, "takes the first of two records side by side");
        memset(image + first + sizeof record, 0, sizeof record);
        place(1024);
        require(find(&info) == FOTA_INFO_SEVERAL, "takes the first of two records");
        memset(image + 1024, 0, sizeof record);
        place(sizeof image - sizeof record);
        require(find(&info) == FOTA_INFO_SEVERAL, "takes the first of two records, one at the end");
    }
}

static fota_info version(uint16_t major, uint16_t minor, uint16_t patch, uint16_t stage)
{
    fota_info info;

    memset(&info, 0, sizeof info);
    info.major = major;
    info.minor = minor;
    info.patch = patch;
    info.stage = stage;
    return info;
}

static void check_order(void)
{
    /* Rising; a prerelease is older than its release, and one label than the next. */
    const fota_info versions[] = {version(0, 9, 9, RELEASE), version(1, 0, 0, 1), version(1, 0, 0, 2),
                                  version(1, 0, 0, RELEASE), version(1, 0, 1, 1), version(1, 1, 0, 0),
                                  version(2, 0, 0, 0)};
    int a;
    int b;

    for (a = 0; a < (int)(sizeof versions / sizeof versions[0]); a++) {
        for (b = 0; b < (int)(sizeof versions / sizeof versions[0]); b++) {
            int order = fota_info_compare_version(&versions[a], &versions[b]);

            require(a < b ? order < 0 : a > b ? order > 0 : order == 0, "takes an older version for a newer one");
        }
    }
}

int main(void)
{
    check_records();
    check_order();
    printf("{\"checks\":%d}\n", checks);
    return 0;
}
