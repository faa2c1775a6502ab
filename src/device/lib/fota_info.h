/* The image info record: product, version and security counter inside the image, and so under its signature
 * (docs/format.md).
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

/* What the record says, and the header of an update too. */
typedef struct {
    uint32_t product_id[2]; /* the low word first */
    uint16_t major;
    uint16_t minor;
    uint16_t patch;
    uint16_t stage;            /* 65535 for a release, below that for a prerelease */
    uint32_t security_counter; /* raised when older images must not come back, whatever their version */
} fota_info;

#define FOTA_INFO_RECORD_VERSION 2
#define FOTA_INFO_RECORD_SIZE 36

/* The record as it lies in the image: bytes, so that it is the same whatever the byte order of the device. */
typedef struct {
    uint8_t bytes[FOTA_INFO_RECORD_SIZE];
} fota_info_record;

typedef enum {
    FOTA_INFO_OK = 0,
    FOTA_INFO_NONE = 1,       /* there is no record of this version */
    FOTA_INFO_SEVERAL = 2,    /* there is more than one: none counts */
    FOTA_INFO_READ_FAILED = 3 /* the callback returned an error */
} fota_info_result;

/* The compiler's way to place the record; define it beforehand for a compiler that has another. */
#ifndef FOTA_INFO_SECTION
#define FOTA_INFO_SECTION __attribute__((section(".fota_info"), used, aligned(4)))
#endif

#define FOTA_INFO_MAGIC_LO 0x41544F46u /* "FOTA" */
#define FOTA_INFO_MAGIC_HI 0x4F464E49u /* "INFO" */

#define FOTA_INFO_WORD(low, high) ((uint32_t)(low) | (uint32_t)(high) << 16)

#define FOTA_INFO_CHECK(major, minor, patch, stage, product_lo, product_hi, counter)                  \
    (0xFFFFFFFFu ^ FOTA_INFO_MAGIC_LO ^ FOTA_INFO_MAGIC_HI ^                                          \
     FOTA_INFO_WORD(FOTA_INFO_RECORD_VERSION, FOTA_INFO_RECORD_SIZE) ^ FOTA_INFO_WORD(major, minor) ^ \
     FOTA_INFO_WORD(patch, stage) ^ (uint32_t)(product_lo) ^ (uint32_t)(product_hi) ^ (uint32_t)(counter))

/* clang-format off */
#define FOTA_INFO_BYTES(word)                                                                   \
    (uint8_t)((word) & 0xFFu), (uint8_t)((word) >> 8 & 0xFFu), (uint8_t)((word) >> 16 & 0xFFu), \
        (uint8_t)((word) >> 24 & 0xFFu)

/* A record with any values, for tests and for firmware that brings its own version. */
#define FOTA_INFO_INITIALIZER(major, minor, patch, stage, product_lo, product_hi, counter)                        \
    {                                                                                                             \
        {                                                                                                         \
            FOTA_INFO_BYTES(FOTA_INFO_MAGIC_LO),                                                                  \
            FOTA_INFO_BYTES(FOTA_INFO_MAGIC_HI),                                                                  \
            FOTA_INFO_BYTES(FOTA_INFO_WORD(FOTA_INFO_RECORD_VERSION, FOTA_INFO_RECORD_SIZE)),                     \
            FOTA_INFO_BYTES(FOTA_INFO_WORD(major, minor)),                                                        \
            FOTA_INFO_BYTES(FOTA_INFO_WORD(patch, stage)),                                                        \
            FOTA_INFO_BYTES((uint32_t)(product_lo)),                                                              \
            FOTA_INFO_BYTES((uint32_t)(product_hi)),                                                              \
            FOTA_INFO_BYTES((uint32_t)(counter)),                                                                 \
            FOTA_INFO_BYTES(FOTA_INFO_CHECK(major, minor, patch, stage, product_lo, product_hi, counter))         \
        }                                                                                                         \
    }
/* clang-format on */

/* Places the record with the values of fota_version.h. */
#define FOTA_IMAGE_INFO()                                                                                     \
    extern const fota_info_record fota_image_info;                                                            \
    FOTA_INFO_SECTION const fota_info_record fota_image_info =                                                \
        FOTA_INFO_INITIALIZER(FOTA_VERSION_MAJOR, FOTA_VERSION_MINOR, FOTA_VERSION_PATCH, FOTA_VERSION_STAGE, \
                              FOTA_PRODUCT_ID_LO, FOTA_PRODUCT_ID_HI, FOTA_SECURITY_COUNTER)

/* Reads a record; FOTA_INFO_NONE for bytes that are none. */
fota_info_result fota_info_read(const fota_info_record *record, fota_info *info);

/* Finds the one record of an image of so many bytes. The callback reads parts of the image, at most 128 bytes at once;
 * it returns 0, or anything else to end the search. */
fota_info_result fota_info_find(int (*read)(void *user, uint32_t offset, void *data, uint32_t length), void *user,
                                uint32_t size, fota_info *info);

/* Finds the record in an image that comes piece by piece. */
enum { FOTA_INFO_WINDOW = 128 };

typedef struct {
    fota_info info;   /* of the first record */
    uint32_t records; /* found so far */
    uint32_t fill;    /* bytes in the window */
    uint8_t window[FOTA_INFO_WINDOW];
} fota_info_scan;

void fota_info_scan_begin(fota_info_scan *scan);

/* Takes the next bytes of the image. */
void fota_info_scan_feed(fota_info_scan *scan, const void *data, uint32_t length);

/* Says whether all that came had exactly one record, and what it says. */
fota_info_result fota_info_scan_end(const fota_info_scan *scan, fota_info *info);

/* Below 0, 0 or above 0: the version of a is below, equal to or above that of b. */
int fota_info_compare_version(const fota_info *a, const fota_info *b);

/* Whether both name the same product. */
int fota_info_same_product(const fota_info *a, const fota_info *b);

#ifdef __cplusplus
}
#endif

#endif
