/* The image info record: product and version inside the image, and so under its signature (docs/format.md).
 *
 * In one file of the firmware, at file scope:
 *
 *     #include "fota_version.h"
 *     #include "fota_info.h"
 *     FOTA_IMAGE_INFO();
 *
 * fota_version.h is generated before each compile. The linker script keeps the record: KEEP(*(.fota_info)).
 */
#ifndef FOTA_INFO_H
#define FOTA_INFO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint32_t magic[2];       /* "FOTAINFO" */
    uint16_t record_version; /* 1 */
    uint16_t record_size;    /* 32 */
    uint16_t major;
    uint16_t minor;
    uint16_t patch;
    uint16_t stage;         /* 65535 for a release, below that for a prerelease */
    uint32_t product_id[2]; /* the low word first */
    uint32_t check;         /* makes the exclusive or of the eight words FFFFFFFF */
} fota_info;

#define FOTA_INFO_MAGIC_LO 0x41544F46u
#define FOTA_INFO_MAGIC_HI 0x4F464E49u
#define FOTA_INFO_RECORD_VERSION 1
#define FOTA_INFO_RECORD_SIZE 32

/* The compiler's way to place the record; define it beforehand for a compiler that has another. */
#ifndef FOTA_INFO_SECTION
#define FOTA_INFO_SECTION __attribute__((section(".fota_info"), used, aligned(4)))
#endif

#define FOTA_INFO_WORD(low, high) ((uint32_t)(low) | (uint32_t)(high) << 16)

#define FOTA_INFO_CHECK(major, minor, patch, stage, product_lo, product_hi)                           \
    (0xFFFFFFFFu ^ FOTA_INFO_MAGIC_LO ^ FOTA_INFO_MAGIC_HI ^                                          \
     FOTA_INFO_WORD(FOTA_INFO_RECORD_VERSION, FOTA_INFO_RECORD_SIZE) ^ FOTA_INFO_WORD(major, minor) ^ \
     FOTA_INFO_WORD(patch, stage) ^ (uint32_t)(product_lo) ^ (uint32_t)(product_hi))

/* clang-format off */
/* A record with any values, for tests and for firmware that brings its own version. */
#define FOTA_INFO_INITIALIZER(major, minor, patch, stage, product_lo, product_hi)    \
    {                                                                                \
        {FOTA_INFO_MAGIC_LO, FOTA_INFO_MAGIC_HI},                                    \
        FOTA_INFO_RECORD_VERSION,                                                    \
        FOTA_INFO_RECORD_SIZE,                                                       \
        (major),                                                                     \
        (minor),                                                                     \
        (patch),                                                                     \
        (stage),                                                                     \
        {(product_lo), (product_hi)},                                                \
        FOTA_INFO_CHECK(major, minor, patch, stage, product_lo, product_hi)          \
    }
/* clang-format on */

/* Places the record with the values of fota_version.h. */
#define FOTA_IMAGE_INFO()                                                                                     \
    extern const fota_info fota_image_info;                                                                   \
    FOTA_INFO_SECTION const fota_info fota_image_info =                                                       \
        FOTA_INFO_INITIALIZER(FOTA_VERSION_MAJOR, FOTA_VERSION_MINOR, FOTA_VERSION_PATCH, FOTA_VERSION_STAGE, \
                              FOTA_PRODUCT_ID_LO, FOTA_PRODUCT_ID_HI)

/* Finds the one record of an image in memory. Null when there is none, more than one, or one of another version. */
const fota_info *fota_info_find(const void *image, uint32_t size);

/* Below 0, 0 or above 0: the version of a is below, equal to or above that of b. */
int fota_info_compare_version(const fota_info *a, const fota_info *b);

/* Whether both records name the same product. */
int fota_info_same_product(const fota_info *a, const fota_info *b);

#ifdef __cplusplus
}
#endif

#endif
