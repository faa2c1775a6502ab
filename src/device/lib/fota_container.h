/* Reads the header of update.fota (docs/format.md).
 *
 * The header is not signed. It lets a device refuse early, before it touches its flash; what the device trusts is the
 * signature over the result, and the info record inside the result.
 */
#ifndef FOTA_CONTAINER_H
#define FOTA_CONTAINER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FOTA_CONTAINER_HEADER_SIZE 128
#define FOTA_CONTAINER_DIGEST_SIZE 32
#define FOTA_CONTAINER_MAX_SIGNATURE 512

enum { FOTA_PAYLOAD_IMAGE = 0, FOTA_PAYLOAD_JOJODIFF = 1 };

enum { FOTA_SIGNATURE_RSA_PKCS1 = 1, FOTA_SIGNATURE_RSA_PSS = 2, FOTA_SIGNATURE_ECDSA_P256 = 3 };

typedef enum {
    FOTA_CONTAINER_OK = 0,
    FOTA_CONTAINER_TRUNCATED = 1,  /* fewer bytes than the header, or than it announces */
    FOTA_CONTAINER_NOT_ONE = 2,    /* another magic */
    FOTA_CONTAINER_DAMAGED = 3,    /* the check sum differs, or fields contradict each other */
    FOTA_CONTAINER_UNSUPPORTED = 4 /* a version, format, dialect or algorithm that this code does not know */
} fota_container_result;

typedef struct {
    uint8_t payload_format;
    uint8_t dialect; /* of fota_patch.h; 0 for a full image */
    uint8_t signature_algorithm;
    uint16_t signature_size;
    uint32_t product_id[2];
    uint32_t base_size;
    uint32_t new_size;
    uint32_t payload_size;
    uint8_t base_digest[FOTA_CONTAINER_DIGEST_SIZE];
    uint8_t new_digest[FOTA_CONTAINER_DIGEST_SIZE];
    const uint8_t *signature; /* behind the header that was read; both null unless the whole container was given */
    const uint8_t *payload;
} fota_container;

/* Reads the first FOTA_CONTAINER_HEADER_SIZE bytes of a container. */
fota_container_result fota_container_read_header(const uint8_t *header, fota_container *container);

/* Reads a container that lies in memory. Bytes behind it, such as the rest of a download area, are not looked at. */
fota_container_result fota_container_read(const void *data, uint32_t available, fota_container *container);

#ifdef __cplusplus
}
#endif

#endif
