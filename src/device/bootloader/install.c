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

static const uint8_t *download(void)
{
    return flash_at(layout_download());
}

int install_is_waiting(void)
{
    return memcmp(download(), "FOTA", 4) == 0;
}

int install_discard(void)
{
    return flash_erase(layout_download());
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

static int is_digest_of(const void *data, uint32_t length, const uint8_t *expected)
{
    uint8_t digest[DIGEST_SIZE];

    digest_of(data, length, digest);
    return digest_is(digest, expected);
}

static verdict check_size(const fota_container *update)
{
    if (update->payload_format == FOTA_PAYLOAD_COMPACT)
        return VERDICT_UNSUPPORTED;
    if (update->new_size > layout_image_capacity())
        return VERDICT_TOO_LARGE;
    return update->base_size > layout_image_capacity() ? VERDICT_WRONG_BASE : VERDICT_GOOD;
}

static verdict check_signature(const fota_container *update)
{
    verdict v;

    phase_verify();
    v = signature_check(update, download());
    phase_check();
    return v;
}

static verdict check_base(const fota_container *update)
{
    if (update->payload_format == FOTA_PAYLOAD_IMAGE)
        return VERDICT_GOOD;
    return is_digest_of(flash_at(layout_slot(SLOT_RUNNING)), update->base_size, update->base_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_BASE;
}

static verdict check_payload(const fota_container *update)
{
    return is_digest_of(download() + fota_container_payload_offset(update), update->payload_size,
                        update->payload_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_PAYLOAD;
}

/* All that can be known before any flash is touched, what costs least first. */
static verdict check_update(fota_container *update)
{
    verdict v = verdict_of(fota_container_read_header(download(), update));

    if (v == VERDICT_GOOD)
        v = verdict_of(fota_container_check(update, layout_download_size()));
    if (v == VERDICT_GOOD)
        v = check_size(update);
    if (v == VERDICT_GOOD)
        v = image_check_identity(update);
    if (v == VERDICT_GOOD)
        v = check_signature(update);
    if (v == VERDICT_GOOD)
        v = check_base(update);
    return v == VERDICT_GOOD ? check_payload(update) : v;
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
    const uint8_t *payload = download() + fota_container_payload_offset(container);
    uint32_t at = fota_container_plan_size(container); /* of no use with two slots */

    while (result == FOTA_PATCH_OK && at < container->payload_size) {
        uint32_t left = container->payload_size - at;
        uint32_t part = left < FEED_SIZE ? left : FEED_SIZE;

        result = fota_patch_feed(patch, &io, payload + at, part);
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
    else if (slot_writer_write(&writer, download() + fota_container_payload_offset(container),
                               container->payload_size) != 0)
        v = VERDICT_FLASH_FAILED;
    if (v == VERDICT_GOOD && writer.size != container->new_size)
        v = VERDICT_WRONG_RESULT;
    if (v == VERDICT_GOOD && slot_writer_end(&writer) != 0)
        v = VERDICT_FLASH_FAILED;
    return v;
}

static verdict check_result(const fota_container *container)
{
    phase_verify();
    return is_digest_of(flash_at(layout_slot(SLOT_UPDATE)), container->new_size, container->new_digest)
               ? VERDICT_GOOD
               : VERDICT_WRONG_RESULT;
}

/* Header and signature as they came. */
static verdict write_trailer(const fota_container *container)
{
    if (flash_erase_area(layout_trailer(SLOT_UPDATE), layout_block_size()) != 0 ||
        flash_write(layout_trailer(SLOT_UPDATE), download(), fota_container_payload_offset(container)) != 0)
        return VERDICT_FLASH_FAILED;
    return VERDICT_GOOD;
}

verdict install_run(void)
{
    fota_container container;
    verdict v;

    phase_check();
    v = check_update(&container);
    if (v == VERDICT_GOOD)
        v = write_image(&container);
    if (v == VERDICT_GOOD)
        v = check_result(&container);
    phase_check();
    if (v == VERDICT_GOOD)
        v = image_check_info(&container);
    if (v == VERDICT_GOOD)
        v = write_trailer(&container);
    return v;
}
