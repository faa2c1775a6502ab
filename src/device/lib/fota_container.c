#include "fota_container.h"

#include <string.h>

/* Offsets in the header. */
enum {
    HEADER_VERSION = 4,
    HEADER_SIZE = 6,
    PRODUCT_ID = 8,
    MAJOR = 16,
    MINOR = 18,
    PATCH = 20,
    STAGE = 22,
    SECURITY_COUNTER = 24,
    SIGNATURE_ALGORITHM = 28,
    RESERVED_8 = 29,
    SIGNATURE_SIZE = 30,
    KEY_ID = 32,
    PAYLOAD_FORMAT = 40,
    DIALECT = 41,
    PLAN = 42,
    ENCRYPTION = 43,
    DECODER_MEMORY = 44,
    BASE_SIZE = 48,
    NEW_SIZE = 52,
    PAYLOAD_SIZE = 56,
    RESERVED_32 = 60,
    BASE_DIGEST = 64,
    NEW_DIGEST = 96,
    PAYLOAD_DIGEST = 128,
    REGION_BLOCK_SIZE = 160,
    REGION_BLOCKS = 164,
    PLAN_RUNS = 166,
    RESERVED_END = 168,
    CHECK = 188
};

enum { VERSION = 2, ECDSA_P256_SIZE = 64 };

enum { PLAN_NONE = 0, PLAN_ALLOCATION = 1, PLAN_RUN_SIZE = 2 };

enum { MIN_BLOCK_SIZE = 256, MAX_BLOCK_SIZE = 1 << 20, MAX_BLOCKS = 1023 };

static uint16_t read_16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t read_32(const uint8_t *p)
{
    return read_16(p) | (uint32_t)read_16(p + 2) << 16;
}

/* Bit by bit: 188 bytes are not worth a table of 1 KB. */
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

/* A later version may give them a meaning that this code would miss. */
static int reserved_is_zero(const uint8_t *h)
{
    return h[RESERVED_8] == 0 && is_zero(h + RESERVED_32, 4) && is_zero(h + RESERVED_END, CHECK - RESERVED_END) &&
           h[ENCRYPTION] == 0 &&
           (h[PLAN] == PLAN_ALLOCATION ||
            (h[PLAN] == PLAN_NONE && is_zero(h + REGION_BLOCK_SIZE, RESERVED_END - REGION_BLOCK_SIZE)));
}

static fota_container_result check_signature_fields(const fota_container *c)
{
    uint32_t size = c->signature_size;

    switch (c->signature_algorithm) {
    case FOTA_SIGNATURE_NONE:
        return size == 0 ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
    case FOTA_SIGNATURE_RSA_PKCS1:
    case FOTA_SIGNATURE_RSA_PSS:
        return size != 0 && size <= FOTA_CONTAINER_MAX_SIGNATURE ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
    case FOTA_SIGNATURE_ECDSA_P256:
        return size == ECDSA_P256_SIZE ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
    default:
        return FOTA_CONTAINER_UNSUPPORTED;
    }
}

static fota_container_result check_image(const fota_container *c)
{
    if (c->dialect != 0)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (c->base_size != 0 || c->decoder_memory != 0 || c->payload_size != c->new_size ||
        !is_zero(c->base_digest, FOTA_CONTAINER_DIGEST_SIZE) ||
        memcmp(c->payload_digest, c->new_digest, FOTA_CONTAINER_DIGEST_SIZE) != 0)
        return FOTA_CONTAINER_DAMAGED;
    return FOTA_CONTAINER_OK;
}

static fota_container_result check_payload_fields(const fota_container *c)
{
    if (c->new_size == 0 || c->payload_size == 0)
        return FOTA_CONTAINER_DAMAGED;
    switch (c->payload_format) {
    case FOTA_PAYLOAD_IMAGE:
        return check_image(c);
    case FOTA_PAYLOAD_JOJODIFF:
        if (c->dialect != 1 && c->dialect != 2)
            return FOTA_CONTAINER_UNSUPPORTED;
        return c->base_size != 0 && c->decoder_memory == 0 ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
    case FOTA_PAYLOAD_COMPACT:
        if (c->dialect != 1)
            return FOTA_CONTAINER_UNSUPPORTED;
        return c->base_size != 0 && c->decoder_memory != 0 ? FOTA_CONTAINER_OK : FOTA_CONTAINER_DAMAGED;
    default:
        return FOTA_CONTAINER_UNSUPPORTED;
    }
}

/* What a device with one slot divides by and counts with. What the plan says is the installer's to check. */
static fota_container_result check_plan_fields(const fota_container *c)
{
    uint32_t size = c->region_block_size;
    uint32_t room;

    if (c->payload_format != FOTA_PAYLOAD_JOJODIFF || size < MIN_BLOCK_SIZE || size > MAX_BLOCK_SIZE ||
        (size & (size - 1)) != 0 || c->region_blocks == 0 || c->region_blocks > MAX_BLOCKS)
        return FOTA_CONTAINER_DAMAGED;
    room = size * c->region_blocks;
    if (c->base_size > room || c->new_size > room - size || c->plan_runs == 0 || c->plan_runs > c->region_blocks ||
        fota_container_plan_size(c) >= c->payload_size)
        return FOTA_CONTAINER_DAMAGED;
    return FOTA_CONTAINER_OK;
}

static void read_info(const uint8_t *h, fota_info *info)
{
    info->product_id[0] = read_32(h + PRODUCT_ID);
    info->product_id[1] = read_32(h + PRODUCT_ID + 4);
    info->major = read_16(h + MAJOR);
    info->minor = read_16(h + MINOR);
    info->patch = read_16(h + PATCH);
    info->stage = read_16(h + STAGE);
    info->security_counter = read_32(h + SECURITY_COUNTER);
}

fota_container_result fota_container_read_header(const uint8_t *h, fota_container *c)
{
    fota_container_result result;

    memset(c, 0, sizeof *c);
    if (memcmp(h, "FOTA", 4) != 0)
        return FOTA_CONTAINER_NOT_ONE;
    if (read_16(h + HEADER_VERSION) != VERSION || read_16(h + HEADER_SIZE) != FOTA_CONTAINER_HEADER_SIZE)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (read_32(h + CHECK) != crc_32(h, CHECK))
        return FOTA_CONTAINER_DAMAGED;
    if (!reserved_is_zero(h))
        return FOTA_CONTAINER_UNSUPPORTED;

    read_info(h, &c->info);
    c->signature_algorithm = h[SIGNATURE_ALGORITHM];
    c->signature_size = read_16(h + SIGNATURE_SIZE);
    memcpy(c->key_id, h + KEY_ID, FOTA_CONTAINER_KEY_ID_SIZE);
    c->payload_format = h[PAYLOAD_FORMAT];
    c->dialect = h[DIALECT];
    c->region_block_size = read_32(h + REGION_BLOCK_SIZE);
    c->region_blocks = read_16(h + REGION_BLOCKS);
    c->plan_runs = read_16(h + PLAN_RUNS);
    c->decoder_memory = read_32(h + DECODER_MEMORY);
    c->base_size = read_32(h + BASE_SIZE);
    c->new_size = read_32(h + NEW_SIZE);
    c->payload_size = read_32(h + PAYLOAD_SIZE);
    memcpy(c->base_digest, h + BASE_DIGEST, FOTA_CONTAINER_DIGEST_SIZE);
    memcpy(c->new_digest, h + NEW_DIGEST, FOTA_CONTAINER_DIGEST_SIZE);
    memcpy(c->payload_digest, h + PAYLOAD_DIGEST, FOTA_CONTAINER_DIGEST_SIZE);
    result = check_signature_fields(c);
    if (result == FOTA_CONTAINER_OK && h[PLAN] != PLAN_NONE)
        result = check_plan_fields(c);
    return result == FOTA_CONTAINER_OK ? check_payload_fields(c) : result;
}

fota_container_result fota_container_check(const fota_container *c, uint32_t available)
{
    if (c->signature_algorithm == FOTA_SIGNATURE_NONE)
        return FOTA_CONTAINER_UNSUPPORTED;
    if (available < fota_container_payload_offset(c) || c->payload_size > available - fota_container_payload_offset(c))
        return FOTA_CONTAINER_TRUNCATED;
    return FOTA_CONTAINER_OK;
}

uint32_t fota_container_payload_offset(const fota_container *c)
{
    return FOTA_CONTAINER_HEADER_SIZE + (uint32_t)c->signature_size;
}

uint32_t fota_container_plan_size(const fota_container *c)
{
    return c->plan_runs * (uint32_t)PLAN_RUN_SIZE;
}
