#include "install.h"

#include <string.h>

#include "apply.h"
#include "flash_area.h"
#include "fota_container.h"
#include "image.h"
#include "slot_writer.h"

int install_is_waiting(void)
{
    char magic[4];

    return fota_flash_read(layout_download(), magic, sizeof magic) == 0 && memcmp(magic, "FOTA", sizeof magic) == 0;
}

int install_discard(void)
{
    return fota_flash_erase(layout_download());
}

static verdict verdict_of(fota_container_result result)
{
    switch (result) {
    case FOTA_CONTAINER_OK:
        return VERDICT_GOOD;
    case FOTA_CONTAINER_TRUNCATED:
        return VERDICT_TRUNCATED;
    case FOTA_CONTAINER_NOT_ONE:
        return VERDICT_NO_CONTAINER;
    case FOTA_CONTAINER_UNSUPPORTED:
        return VERDICT_UNSUPPORTED;
    case FOTA_CONTAINER_DAMAGED:
    default:
        return VERDICT_DAMAGED_HEADER;
    }
}

static verdict check_size(const fota_container *update)
{
    if (!apply_knows(update))
        return VERDICT_UNSUPPORTED;
    if (update->decoder_memory > apply_memory())
        return VERDICT_PATCH_MEMORY;
    /* With one slot, header and signature get a trailer's room behind the image. */
    if (update->new_size > layout_image_capacity() || fota_container_payload_offset(update) > layout_note_size())
        return VERDICT_TOO_LARGE;
    return update->base_size > layout_image_capacity() ? VERDICT_WRONG_BASE : VERDICT_GOOD;
}

static verdict check_signature(const fota_container *update)
{
    verdict v;

    fota_port_phase(FOTA_PHASE_VERIFY);
    v = signature_check(update, layout_download());
    fota_port_phase(FOTA_PHASE_CHECK);
    return v;
}

static verdict check_base(const fota_container *update)
{
    if (update->payload_format == FOTA_PAYLOAD_IMAGE)
        return VERDICT_GOOD;
    return digest_check(layout_slot(SLOT_RUNNING), update->base_size, update->base_digest, VERDICT_WRONG_BASE);
}

static verdict read_header(fota_container *update)
{
    uint8_t bytes[FOTA_CONTAINER_HEADER_SIZE];

    if (fota_flash_read(layout_download(), bytes, sizeof bytes) != 0)
        return VERDICT_FLASH_FAILED;
    return verdict_of(fota_container_read_header(bytes, update));
}

verdict install_check_payload(const fota_container *update, verdict otherwise)
{
    return digest_check(layout_download() + fota_container_payload_offset(update), update->payload_size,
                        update->payload_digest, otherwise);
}

/* What costs least first. */
verdict install_check(fota_container *update, int is_allowed)
{
    verdict v = read_header(update);

    if (v == VERDICT_GOOD)
        v = verdict_of(fota_container_check(update, layout_download_size()));
    if (v == VERDICT_GOOD)
        v = check_size(update);
    if (v == VERDICT_GOOD && !is_allowed)
        v = image_check_identity(update);
    if (v == VERDICT_GOOD)
        v = check_signature(update);
    if (v == VERDICT_GOOD)
        v = check_base(update);
    return v == VERDICT_GOOD ? install_check_payload(update, VERDICT_WRONG_PAYLOAD) : v;
}

static verdict write_image(const fota_container *container)
{
    slot_writer writer;
    verdict v;

    fota_port_phase(FOTA_PHASE_PATCH);
    slot_writer_begin(&writer);
    v = apply_payload(container, &writer);
    if (v == VERDICT_GOOD && writer.size != container->new_size)
        v = VERDICT_WRONG_RESULT;
    if (v == VERDICT_GOOD && slot_writer_end(&writer) != 0)
        v = VERDICT_FLASH_FAILED;
    return v;
}

static verdict check_result(const fota_container *container)
{
    fota_port_phase(FOTA_PHASE_VERIFY);
    return digest_check(layout_slot(SLOT_UPDATE), container->new_size, container->new_digest, VERDICT_WRONG_RESULT);
}

verdict install_write_trailer(const fota_container *update, slot which)
{
    if (area_erase(layout_trailer(which), layout_note_size()) != 0 ||
        area_copy(layout_trailer(which), layout_download(), fota_container_payload_offset(update)) != 0)
        return VERDICT_FLASH_FAILED;
    return VERDICT_GOOD;
}

verdict install_run(void)
{
    fota_container container;
    verdict v;

    fota_port_phase(FOTA_PHASE_CHECK);
    v = install_check(&container, 0);
    if (v == VERDICT_GOOD)
        v = write_image(&container);
    if (v == VERDICT_GOOD)
        v = check_result(&container);
    fota_port_phase(FOTA_PHASE_CHECK);
    if (v == VERDICT_GOOD)
        v = image_check_info(&container);
    if (v == VERDICT_GOOD)
        v = install_write_trailer(&container, SLOT_UPDATE);
    return v;
}
