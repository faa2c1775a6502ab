#include "image.h"

#include <string.h>

#include "fota_port.h"

verdict image_trailer(slot which, fota_container *header)
{
    uint8_t bytes[FOTA_CONTAINER_HEADER_SIZE];

    if (fota_flash_read(layout_trailer(which), bytes, sizeof bytes) != 0)
        return VERDICT_FLASH_FAILED;
    return fota_container_read_header(bytes, header) == FOTA_CONTAINER_OK && header->new_size <= layout_image_capacity()
               ? VERDICT_GOOD
               : VERDICT_BAD_IMAGE;
}

static int read_slot(void *user, uint32_t offset, void *data, uint32_t length)
{
    return fota_flash_read(layout_slot(*(const slot *)user) + offset, data, length);
}

fota_info_result image_info(slot which, fota_info *info)
{
    fota_container header;
    verdict v = image_trailer(which, &header);

    if (v == VERDICT_GOOD)
        return fota_info_find(read_slot, &which, header.new_size, info);
    return v == VERDICT_FLASH_FAILED ? FOTA_INFO_READ_FAILED : FOTA_INFO_NONE;
}

static verdict check_signature(slot which, const fota_container *header)
{
    return signature_check(header, layout_trailer(which));
}

static verdict check_digest(slot which, const fota_container *header)
{
    return digest_check(layout_slot(which), header->new_size, header->new_digest, VERDICT_BAD_IMAGE);
}

verdict image_check(slot which)
{
    fota_container header;
    verdict v;

    fota_port_phase(FOTA_PHASE_VERIFY);
    v = image_trailer(which, &header);
    if (v == VERDICT_GOOD && header.signature_algorithm != FOTA_SIGNATURE_NONE)
        v = check_signature(which, &header);
    return v == VERDICT_GOOD ? check_digest(which, &header) : v;
}

/* The same version again, with other bits, is for products that say so. */
static verdict check_version(int order)
{
    if (order < 0)
        return VERDICT_OLDER_VERSION;
#ifndef FOTA_ALLOW_SAME_VERSION
    if (order == 0)
        return VERDICT_SAME_VERSION;
#endif
    return VERDICT_GOOD;
}

verdict image_check_identity(const fota_container *update)
{
    fota_container header;
    fota_info running;
    fota_info_result found;
    verdict v = image_trailer(SLOT_RUNNING, &header);

    if (v == VERDICT_FLASH_FAILED)
        return v;
    if (v == VERDICT_GOOD && memcmp(header.new_digest, update->new_digest, DIGEST_SIZE) == 0)
        return VERDICT_SAME_IMAGE;
    found = image_info(SLOT_RUNNING, &running);
    if (found != FOTA_INFO_OK)
        return found == FOTA_INFO_READ_FAILED ? VERDICT_FLASH_FAILED : VERDICT_GOOD;
    if (!fota_info_same_product(&running, &update->info))
        return VERDICT_WRONG_PRODUCT;
    if (update->info.security_counter < running.security_counter)
        return VERDICT_LOWER_COUNTER;
    return check_version(fota_info_compare_version(&update->info, &running));
}

verdict image_compare_info(const fota_container *header, fota_info_result found, const fota_info *update)
{
    fota_info running;

    if (found == FOTA_INFO_NONE || found == FOTA_INFO_SEVERAL) {
        found = image_info(SLOT_RUNNING, &running);
        if (found != FOTA_INFO_READ_FAILED)
            return found == FOTA_INFO_OK ? VERDICT_NO_INFO : VERDICT_GOOD;
    }
    if (found == FOTA_INFO_READ_FAILED)
        return VERDICT_FLASH_FAILED;
    return fota_info_same_product(update, &header->info) && fota_info_compare_version(update, &header->info) == 0 &&
                   update->security_counter == header->info.security_counter
               ? VERDICT_GOOD
               : VERDICT_WRONG_INFO;
}

verdict image_check_info(const fota_container *header)
{
    slot which = SLOT_UPDATE;
    fota_info update;

    /* The trailer may not be there yet. */
    return image_compare_info(header, fota_info_find(read_slot, &which, header->new_size, &update), &update);
}

verdict image_check_update(void)
{
    fota_container header;
    verdict v;

    fota_port_phase(FOTA_PHASE_VERIFY);
    v = image_trailer(SLOT_UPDATE, &header);
    if (v == VERDICT_GOOD)
        v = check_signature(SLOT_UPDATE, &header);
    return v == VERDICT_GOOD ? check_digest(SLOT_UPDATE, &header) : v;
}

verdict image_check_spare(void)
{
    fota_container damaged;
    fota_container spare;
    verdict v = image_check_update();

    if (v == VERDICT_GOOD)
        v = image_trailer(SLOT_UPDATE, &spare);
    if (v != VERDICT_GOOD)
        return v;
    v = image_trailer(SLOT_RUNNING, &damaged);
    if (v == VERDICT_FLASH_FAILED)
        return v;
    return v == VERDICT_GOOD && spare.info.security_counter < damaged.info.security_counter ? VERDICT_LOWER_COUNTER
                                                                                            : VERDICT_GOOD;
}

/* Of an image whose trailer is not there, or cannot be read, all that may be one. */
static uint32_t size_in(slot which)
{
    fota_container header;

    return image_trailer(which, &header) == VERDICT_GOOD ? header.new_size : layout_image_capacity();
}

uint32_t image_swap_blocks(void)
{
    uint32_t running = size_in(SLOT_RUNNING);
    uint32_t update = size_in(SLOT_UPDATE);
    uint32_t block = layout_block_size();

    return ((running > update ? running : update) + block - 1) / block + 1;
}
