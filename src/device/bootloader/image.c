#include "image.h"

#include <string.h>

#include "device.h"
#include "platform.h"

const image_trailer *image_trailer_of(slot which)
{
    const image_trailer *trailer = (const image_trailer *)(uintptr_t)flash_at(layout_trailer(which));

    if (trailer->magic != TRAILER_MAGIC || trailer->size > layout_image_capacity())
        return 0;
    return trailer;
}

const fota_info *image_info(slot which)
{
    const image_trailer *trailer = image_trailer_of(which);

    return trailer ? fota_info_find(flash_at(layout_slot(which)), trailer->size) : 0;
}

static verdict check_signature(const image_trailer *trailer)
{
    if (trailer->signature_size > FOTA_CONTAINER_MAX_SIGNATURE)
        return VERDICT_BAD_SIGNATURE;
    return signature_check((uint8_t)trailer->algorithm, trailer->signature, trailer->signature_size, trailer->digest);
}

static verdict check_digest(slot which, const image_trailer *trailer)
{
    uint8_t digest[DIGEST_SIZE];

    if (!trailer)
        return VERDICT_BAD_IMAGE;
    digest_of(flash_at(layout_slot(which)), trailer->size, digest);
    return memcmp(digest, trailer->digest, DIGEST_SIZE) == 0 ? VERDICT_GOOD : VERDICT_BAD_IMAGE;
}

verdict image_check(slot which)
{
    const image_trailer *trailer = image_trailer_of(which);
    verdict v;

    phase_verify();
    v = check_digest(which, trailer);
    if (v == VERDICT_GOOD && trailer->signature_size != 0)
        v = check_signature(trailer);
    return v;
}

/* The record lies under the signature; what a file name or a header says does not. */
static verdict check_info(void)
{
    const fota_info *running = image_info(SLOT_RUNNING);
    const fota_info *update = image_info(SLOT_UPDATE);

    if (!running)
        return VERDICT_GOOD;
    if (!update)
        return VERDICT_NO_INFO;
    if (!fota_info_same_product(running, update))
        return VERDICT_WRONG_PRODUCT;
    return fota_info_compare_version(update, running) < 0 ? VERDICT_OLDER_VERSION : VERDICT_GOOD;
}

verdict image_check_update(void)
{
    const image_trailer *trailer = image_trailer_of(SLOT_UPDATE);
    verdict v;

    phase_verify();
    v = check_digest(SLOT_UPDATE, trailer);
    if (v == VERDICT_GOOD)
        v = check_signature(trailer);
    if (v == VERDICT_GOOD)
        v = check_info();
    return v;
}

uint32_t image_swap_blocks(void)
{
    const image_trailer *running = image_trailer_of(SLOT_RUNNING);
    const image_trailer *update = image_trailer_of(SLOT_UPDATE);
    uint32_t size = running ? running->size : layout_image_capacity();
    uint32_t block = layout_block_size();

    if (update && update->size > size)
        size = update->size;
    return (size + block - 1) / block + 1;
}
