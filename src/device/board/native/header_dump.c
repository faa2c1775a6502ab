/* What the device reads in an update: its header, and the info record of an image that is its payload. On an emulated
 * big-endian processor, too. Reads update.fota from standard input and prints one JSON object.
 */
#include <stdio.h>
#include <string.h>

#define FOTA_INFO_SECTION
#include "fota_container.h"

static const fota_info_record record = FOTA_INFO_INITIALIZER(1, 2, 3, 4, 0x05060708, 0x090A0B0C, 0x0D0E0F10);

static uint8_t update[1 << 20];

static void print_bytes(const char *name, const uint8_t *bytes, int count)
{
    printf("\"%s\":\"", name);
    while (count-- > 0)
        printf("%02x", *bytes++);
    printf("\",");
}

static void print_info(const char *name, const fota_info *info)
{
    printf("\"%s\":\"%08x%08x %u.%u.%u %u %u\",", name, info->product_id[1], info->product_id[0], info->major,
           info->minor, info->patch, info->stage, info->security_counter);
}

static int read_payload(void *user, uint32_t offset, void *data, uint32_t length)
{
    memcpy(data, (const uint8_t *)user + offset, length);
    return 0;
}

int main(void)
{
    uint32_t size = (uint32_t)fread(update, 1, sizeof update, stdin);
    fota_container header;
    fota_info info;

    if (fota_container_read_header(update, &header) != FOTA_CONTAINER_OK ||
        fota_container_check(&header, size) != FOTA_CONTAINER_OK)
        return 1;
    printf("{");
    print_info("header", &header.info);
    if (fota_info_find(read_payload, update + fota_container_payload_offset(&header), header.payload_size, &info) ==
        FOTA_INFO_OK)
        print_info("image", &info);
    if (fota_info_read(&record, &info) == FOTA_INFO_OK)
        print_info("record", &info);
    print_bytes("keyId", header.key_id, FOTA_CONTAINER_KEY_ID_SIZE);
    print_bytes("baseDigest", header.base_digest, FOTA_CONTAINER_DIGEST_SIZE);
    print_bytes("newDigest", header.new_digest, FOTA_CONTAINER_DIGEST_SIZE);
    print_bytes("payloadDigest", header.payload_digest, FOTA_CONTAINER_DIGEST_SIZE);
    printf("\"numbers\":\"%u %u %u %u %u %u %u %u %u %u %u\"}\n", header.signature_algorithm, header.signature_size,
           header.payload_format, header.dialect, header.decoder_memory, header.base_size, header.new_size,
           header.payload_size, header.region_block_size, header.region_blocks, header.plan_runs);
    return 0;
}
