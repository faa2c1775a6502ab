#include "install.h"

#include <string.h>

#include "device.h"
#include "flash.h"
#include "fota_container.h"
#include "fota_patch.h"
#include "image.h"
#include "platform.h"
#include "report.h"
#include "slot_writer.h"

enum { FEED_SIZE = 256, COPY_SIZE = 256 };

int install_is_waiting(void)
{
    return memcmp(flash_at(layout_download()), "FOTA", 4) == 0;
}

int install_discard(void)
{
    return flash_erase(layout_download());
}

static verdict read_container(fota_container *container)
{
    switch (fota_container_read(flash_at(layout_download()), layout_download_size(), container)) {
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

static verdict check_base(const fota_container *container)
{
    uint8_t digest[DIGEST_SIZE];

    if (container->payload_format == FOTA_PAYLOAD_IMAGE)
        return VERDICT_GOOD;
    if (container->base_size > layout_image_capacity())
        return VERDICT_WRONG_BASE;
    digest_of(flash_at(layout_slot(SLOT_RUNNING)), container->base_size, digest);
    return memcmp(digest, container->base_digest, DIGEST_SIZE) == 0 ? VERDICT_GOOD : VERDICT_WRONG_BASE;
}

/* All that can be known before any flash is touched. */
static verdict check_header(fota_container *container)
{
    const fota_info *running = image_info(SLOT_RUNNING);
    verdict v = read_container(container);

    if (v != VERDICT_GOOD)
        return v;
    if (running && memcmp(running->product_id, container->product_id, sizeof container->product_id) != 0)
        return VERDICT_WRONG_PRODUCT;
    if (container->new_size == 0 || container->new_size > layout_image_capacity())
        return VERDICT_TOO_LARGE;
    return check_base(container);
}

static int read_running(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    memcpy(data, flash_at(layout_slot(SLOT_RUNNING) + offset), length);
    return 0;
}

static int write_update(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)offset;
    return slot_writer_write(user, data, length);
}

static fota_patch_result apply_patch(const fota_container *container, slot_writer *writer, fota_patch *patch)
{
    uint8_t buffer[COPY_SIZE];
    const fota_patch_io io = {
        .read_source = read_running,
        .write_target = write_update,
        .user = writer,
        .buffer = buffer,
        .buffer_size = sizeof buffer,
    };
    fota_patch_result result = fota_patch_begin(patch, container->dialect, container->base_size, container->new_size);
    uint32_t at = 0;

    while (result == FOTA_PATCH_OK && at < container->payload_size) {
        uint32_t left = container->payload_size - at;
        uint32_t part = left < FEED_SIZE ? left : FEED_SIZE;

        result = fota_patch_feed(patch, &io, container->payload + at, part);
        at += part;
    }
    return result == FOTA_PATCH_OK ? fota_patch_end(patch) : result;
}

static verdict patch_verdict(fota_patch_result result, const fota_patch *patch)
{
    report_line line;

    if (result == FOTA_PATCH_OK)
        return VERDICT_GOOD;
    report_begin(&line, "patch-failed");
    report_number(&line, "result", (uint32_t)result);
    report_number(&line, "offset", patch->patch_at);
    report_end(&line);
    return result == FOTA_PATCH_WRITE_FAILED ? VERDICT_FLASH_FAILED : VERDICT_BAD_PATCH;
}

static verdict write_image(const fota_container *container)
{
    slot_writer writer;
    fota_patch patch;
    verdict v = VERDICT_GOOD;

    phase_patch();
    slot_writer_begin(&writer);
    if (container->payload_format == FOTA_PAYLOAD_JOJODIFF)
        v = patch_verdict(apply_patch(container, &writer, &patch), &patch);
    else if (slot_writer_write(&writer, container->payload, container->payload_size) != 0)
        v = VERDICT_FLASH_FAILED;
    if (v == VERDICT_GOOD && writer.size != container->new_size)
        v = VERDICT_WRONG_RESULT;
    if (v == VERDICT_GOOD && slot_writer_end(&writer) != 0)
        v = VERDICT_FLASH_FAILED;
    return v;
}

static verdict check_result(const fota_container *container)
{
    uint8_t digest[DIGEST_SIZE];

    phase_verify();
    digest_of(flash_at(layout_slot(SLOT_UPDATE)), container->new_size, digest);
    return memcmp(digest, container->new_digest, DIGEST_SIZE) == 0 ? VERDICT_GOOD : VERDICT_WRONG_RESULT;
}

static verdict write_trailer(const fota_container *container)
{
    image_trailer trailer;

    memset(&trailer, 0, sizeof trailer);
    trailer.magic = TRAILER_MAGIC;
    trailer.size = container->new_size;
    memcpy(trailer.digest, container->new_digest, DIGEST_SIZE);
    trailer.algorithm = container->signature_algorithm;
    trailer.signature_size = container->signature_size;
    memcpy(trailer.signature, container->signature, container->signature_size);
    if (flash_erase_area(layout_trailer(SLOT_UPDATE), layout_block_size()) != 0 ||
        flash_write(layout_trailer(SLOT_UPDATE), &trailer, sizeof trailer) != 0)
        return VERDICT_FLASH_FAILED;
    return VERDICT_GOOD;
}

verdict install_run(void)
{
    fota_container container;
    verdict v;

    phase_check();
    v = check_header(&container);
    if (v == VERDICT_GOOD)
        v = write_image(&container);
    if (v == VERDICT_GOOD)
        v = check_result(&container);
    if (v == VERDICT_GOOD)
        v = write_trailer(&container);
    if (v == VERDICT_GOOD)
        v = image_check_update();
    return v;
}
