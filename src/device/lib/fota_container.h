/* Reads the header of update.fota (docs/format.md).
 *
 * The header is signed, and it binds all else: the image that the patch applies to, the payload, and the image that
 * results. Read it, check the signature over its FOTA_CONTAINER_HEADER_SIZE bytes, compare what it says with what runs,
 * and only then erase anything.
 *
 * Nothing here needs the file in memory: the header and the signature are read wherever they lie, and the payload is at
 * fota_container_payload_offset().
 */
#ifndef FOTA_CONTAINER_H
#define FOTA_CONTAINER_H

#include <stdint.h>

#include "fota_info.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FOTA_CONTAINER_HEADER_SIZE 192
#define FOTA_CONTAINER_DIGEST_SIZE 32
#define FOTA_CONTAINER_KEY_ID_SIZE 8
#define FOTA_CONTAINER_MAX_SIGNATURE 512

enum { FOTA_PAYLOAD_IMAGE = 0, FOTA_PAYLOAD_JOJODIFF = 1, FOTA_PAYLOAD_COMPACT = 2 };

enum {
    FOTA_SIGNATURE_NONE = 0, /* in a slot alone, for an image from the factory; never in update.fota */
    FOTA_SIGNATURE_RSA_PKCS1 = 1,
    FOTA_SIGNATURE_RSA_PSS = 2,
    FOTA_SIGNATURE_ECDSA_P256 = 3
};

typedef enum {
    FOTA_CONTAINER_OK = 0,
    FOTA_CONTAINER_TRUNCATED = 1,  /* fewer bytes than the header announces */
    FOTA_CONTAINER_NOT_ONE = 2,    /* another magic */
    FOTA_CONTAINER_DAMAGED = 3,    /* the check sum differs, or fields contradict each other */
    FOTA_CONTAINER_UNSUPPORTED = 4 /* a version, format, plan, encryption or algorithm that this code does not know */
} fota_container_result;

typedef struct {
    fota_info info; /* product, version and security counter of the image that results */
    uint8_t signature_algorithm;
    uint16_t signature_size; /* bytes behind the header; follows from algorithm and key, 0 for FOTA_SIGNATURE_NONE */
    uint8_t key_id[FOTA_CONTAINER_KEY_ID_SIZE]; /* the first bytes of the SHA-256 of the public key */
    uint8_t payload_format;
    uint8_t dialect;            /* the value for fota_patch_begin; 0 for a full image */
    uint16_t plan_runs;         /* of the plan for devices with one slot, which begins the payload; 0: there is none */
    uint16_t region_blocks;     /* of the flash that the plan is for */
    uint32_t region_block_size; /* bytes */
    uint32_t decoder_memory;    /* bytes of RAM that a decoder of the format needs for this patch; 0 for JojoDiff */
    uint32_t base_size;
    uint32_t new_size;
    uint32_t payload_size;
    uint8_t base_digest[FOTA_CONTAINER_DIGEST_SIZE];
    uint8_t new_digest[FOTA_CONTAINER_DIGEST_SIZE];
    uint8_t payload_digest[FOTA_CONTAINER_DIGEST_SIZE];
} fota_container;

/* Reads the first FOTA_CONTAINER_HEADER_SIZE bytes of a container, which need no alignment. What it returns is what the
 * bytes say: trust it when the signature holds. */
fota_container_result fota_container_read_header(const uint8_t *header, fota_container *container);

/* Whether a download of so many bytes is signed and holds all that its header announces. */
fota_container_result fota_container_check(const fota_container *container, uint32_t available);

/* Where the payload begins. The signature lies before it, at FOTA_CONTAINER_HEADER_SIZE. */
uint32_t fota_container_payload_offset(const fota_container *container);

/* Bytes of the plan at the start of the payload, which a device with two slots passes over: the patch follows. */
uint32_t fota_container_plan_size(const fota_container *container);

#ifdef __cplusplus
}
#endif

#endif
