#include "apply.h"

#include <string.h>

#include "fota_compact.h"
#include "fota_patch.h"
#include "fota_port.h"
#include "layout.h"

enum { FEED_SIZE = 256, COPY_SIZE = 256 };

int apply_knows(const fota_container *update)
{
    switch (update->payload_format) {
#ifndef FOTA_NO_JOJODIFF
    case FOTA_PAYLOAD_JOJODIFF:
#endif
#ifndef FOTA_NO_COMPACT
    case FOTA_PAYLOAD_COMPACT:
#endif
    case FOTA_PAYLOAD_IMAGE:
        return 1;
    default:
        return 0;
    }
}

/* The signature check and the decoder use the same RAM, one after the other. */
uint32_t apply_memory(void)
{
    uint32_t size;

    fota_port_heap(&size);
    return size;
}

#if !defined FOTA_NO_JOJODIFF || !defined FOTA_NO_COMPACT

static int read_running(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    return fota_flash_read(layout_slot(SLOT_RUNNING) + offset, data, length);
}

static int write_update(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)offset;
    return slot_writer_write(user, data, length);
}

/* A flash that does not answer says nothing of the patch. */
static verdict patch_verdict(int result, int flash_failed, uint32_t offset)
{
    if (result == 0 && !flash_failed)
        return VERDICT_GOOD;
    fota_port_tell("patch-failed", "offset", offset);
    return flash_failed ? VERDICT_FLASH_FAILED : VERDICT_BAD_PATCH;
}

#endif

/* The next part of the payload. Returns its size; 0 at the end, or when it cannot be read, which is said. */
static uint32_t next_part(const fota_container *update, uint32_t at, uint8_t part[FEED_SIZE], int *failed)
{
    uint32_t left = update->payload_size - at;
    uint32_t size = left < FEED_SIZE ? left : FEED_SIZE;

    *failed = fota_flash_read(layout_download() + fota_container_payload_offset(update) + at, part, size) != 0;
    return *failed ? 0 : size;
}

#ifndef FOTA_NO_JOJODIFF

static verdict apply_jojodiff(const fota_container *update, slot_writer *writer)
{
    uint8_t part[FEED_SIZE];
    uint8_t buffer[COPY_SIZE];
    const fota_patch_io io = {
        .read_source = read_running,
        .write_target = write_update,
        .user = writer,
        .buffer = buffer,
        .buffer_size = sizeof buffer,
    };
    fota_patch patch;
    fota_patch_result result;
    uint32_t size;
    uint32_t at;
    int failed = 0;

    fota_patch_begin(&patch, update->dialect, update->base_size, update->new_size);
    /* A plan for one slot is of no use with two. */
    for (at = fota_container_plan_size(update);
         patch.result == FOTA_PATCH_OK && (size = next_part(update, at, part, &failed)) > 0; at += size)
        fota_patch_feed(&patch, &io, part, size);
    result = fota_patch_end(&patch);
    failed |= result == FOTA_PATCH_READ_FAILED || result == FOTA_PATCH_WRITE_FAILED;
    return patch_verdict(result, failed, patch.patch_at);
}

#endif

#ifndef FOTA_NO_COMPACT

static int read_update(void *user, uint32_t offset, void *data, uint32_t length)
{
    return slot_writer_read(user, offset, data, length);
}

static verdict apply_compact(const fota_container *update, slot_writer *writer)
{
    uint8_t part[FEED_SIZE];
    uint32_t size;
    uint8_t *memory = fota_port_heap(&size);
    fota_compact *patch = (fota_compact *)(void *)memory;
    const fota_compact_io io = {
        .read_source = read_running,
        .read_target = read_update,
        .write_target = write_update,
        .user = writer,
        .workspace = (uint16_t *)(void *)(memory + sizeof *patch),
        .workspace_size = update->decoder_memory - FOTA_COMPACT_STATE_SIZE,
    };
    fota_compact_result result;
    uint32_t at;
    int failed = 0;

    if (update->decoder_memory < FOTA_COMPACT_STATE_SIZE)
        return VERDICT_BAD_PATCH;
    fota_port_heap_used(update->decoder_memory);
    fota_compact_begin(patch, update->base_size, update->new_size);
    for (at = 0; patch->result == FOTA_COMPACT_OK && (size = next_part(update, at, part, &failed)) > 0; at += size)
        fota_compact_feed(patch, &io, part, size);
    result = fota_compact_end(patch, &io);
    failed |= result == FOTA_COMPACT_READ_FAILED || result == FOTA_COMPACT_WRITE_FAILED;
    return patch_verdict(result, failed, patch->patch_at);
}

#endif

static verdict apply_image(const fota_container *update, slot_writer *writer)
{
    uint8_t part[FEED_SIZE];
    uint32_t size;
    uint32_t at;
    int failed = 0;

    for (at = 0; (size = next_part(update, at, part, &failed)) > 0; at += size) {
        if (slot_writer_write(writer, part, size) != 0)
            return VERDICT_FLASH_FAILED;
    }
    return failed ? VERDICT_FLASH_FAILED : VERDICT_GOOD;
}

verdict apply_payload(const fota_container *update, slot_writer *writer)
{
    switch (update->payload_format) {
#ifndef FOTA_NO_JOJODIFF
    case FOTA_PAYLOAD_JOJODIFF:
        return apply_jojodiff(update, writer);
#endif
#ifndef FOTA_NO_COMPACT
    case FOTA_PAYLOAD_COMPACT:
        return apply_compact(update, writer);
#endif
    default:
        return apply_image(update, writer);
    }
}
