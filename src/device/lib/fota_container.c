#include "fota_container.h"

#include <string.h>

/* Offsets in the header. */
enum {
    HEADER_VERSION = 4,
    HEADER_SIZE = 6,
    PAYLOAD_FORMAT = 8,
    DIALECT = 9,
    SIGNATURE_ALGORITHM = 10,
    RESERVED_8 = 11,
    SIGNATURE_SIZE = 12,
    RESERVED_16 = 14,
    PRODUCT_ID = 16,
    BASE_SIZE = 24,
    NEW_SIZE = 28,
    PAYLOAD_SIZE = 32,
    RESERVED_32 = 36,
    BASE_DIGEST = 40,
    NEW_DIGEST = 72,
    RESERVED_END = 104,
    CHECK = 124
};

static uint16_t read_16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t read_32(const uint8_t *p)
{
    return read_16(p) | (uint32_t)read_16(p + 2) << 16;
}

/* Bit by bit: 124 bytes are not worth a table of 1 KB. */
static uint32_t crc_32(const uint8_t *data, uint32_t length)
{
    uint32_t crc = 0xFFFFFFFFu;

    while (length-- > 0) {
        int bit;

        crc ^= *data++;
        for (bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static int is_zero(const uint8_t *data, uint32_t length)
{
    uint8_t bits = 0;

    while (length-- > 0)
        bits |= *data++;
    return bits == 0;
}

static fota_container_result check_reserved(const uint8_t *h)
{
    int zero = h[RESERVED_8] == 0 && is_zero(h + RESERVED_16, 2) && is_zero(h + RESERVED_32, 4) &&
               is_zero(h + RESERVED_END, CHECK - RESERVED_END);

    /* A later version may give them a meaning that this code would miss. */
    return zero ? FOTA_CONTAINER_OK : FOTA_CONTAINER_UNSUPPORTED;
}

/* Fields that depend on each other. */
static fota_container_result check_fields(const fota_container *c)
{
    if (c->signature_algorithm < FOTA_SIGNATURE_RSA_PKCS1 || c->signature_algorithm > FOTA_SIGNATURE_ECDSA_P256)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (c->signature_size == 0 || c->signature_size > FOTA_CONTAINER_MAX_SIGNATURE)
        return FOTA_CONTAINER_DAMAGED;
    if (c->payload_format == FOTA_PAYLOAD_JOJODIFF)
        return c->dialect == 1 || c->dialect == 2 ? FOTA_CONTAINER_OK : FOTA_CONTAINER_UNSUPPORTED;
    if (c->payload_format != FOTA_PAYLOAD_IMAGE)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (c->dialect != 0 || c->base_size != 0 || c->payload_size != c->new_size)
        return FOTA_CONTAINER_DAMAGED;
    return is_zero(c->base_digest, FOTA_CONTAINER_DIGEST_SIZE) ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
}

fota_container_result fota_container_read_header(const uint8_t *h, fota_container *c)
{
    fota_container_result result;

    memset(c, 0, sizeof *c);
    if (memcmp(h, "FOTA", 4) != 0)
        return FOTA_CONTAINER_NOT_ONE;
    if (read_16(h + HEADER_VERSION) != 1 || read_16(h + HEADER_SIZE) != FOTA_CONTAINER_HEADER_SIZE)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (read_32(h + CHECK) != crc_32(h, CHECK))
        return FOTA_CONTAINER_DAMAGED;
    result = check_reserved(h);
    if (result != FOTA_CONTAINER_OK)
        return result;

    c->payload_format = h[PAYLOAD_FORMAT];
    c->dialect = h[DIALECT];
    c->signature_algorithm = h[SIGNATURE_ALGORITHM];
    c->signature_size = read_16(h + SIGNATURE_SIZE);
    c->product_id[0] = read_32(h + PRODUCT_ID);
    c->product_id[1] = read_32(h + PRODUCT_ID + 4);
    c->base_size = read_32(h + BASE_SIZE);
    c->new_size = read_32(h + NEW_SIZE);
    c->payload_size = read_32(h + PAYLOAD_SIZE);
    memcpy(c->base_digest, h + BASE_DIGEST, FOTA_CONTAINER_DIGEST_SIZE);
    memcpy(c->new_digest, h + NEW_DIGEST, FOTA_CONTAINER_DIGEST_SIZE);
    return check_fields(c);
}

fota_container_result fota_container_read(const void *data, uint32_t available, fota_container *c)
{
    const uint8_t *bytes = data;
    fota_container_result result;

    if (available < FOTA_CONTAINER_HEADER_SIZE)
        return FOTA_CONTAINER_TRUNCATED;
    result = fota_container_read_header(bytes, c);
    if (result != FOTA_CONTAINER_OK)
        return result;
    available -= FOTA_CONTAINER_HEADER_SIZE;
    if (c->signature_size > available || c->payload_size > available - c->signature_size)
        return FOTA_CONTAINER_TRUNCATED;
    c->signature = bytes + FOTA_CONTAINER_HEADER_SIZE;
    c->payload = c->signature + c->signature_size;
    return FOTA_CONTAINER_OK;
}
