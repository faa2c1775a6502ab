#include "apply.h"

#include <string.h>

#include "device.h"
#include "fota_compact.h"
#include "fota_patch.h"
#include "layout.h"
#include "platform.h"
#include "report.h"

enum { FEED_SIZE = 256, COPY_SIZE = 256 };

/* The signature check and the decoder use the same RAM, one after the other. */
uint32_t apply_memory(void)
{
    uint32_t size;

    platform_heap(&size);
    return size;
}

static void note_memory(uint32_t size)
{
    if (size > CONTROL->heap_peak)
        CONTROL->heap_peak = size;
}

static int read_running(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    memcpy(data, flash_at(layout_slot(SLOT_RUNNING) + offset), length);
    return 0;
}

static int read_update(void *user, uint32_t offset, void *data, uint32_t length)
{
    slot_writer_read(user, offset, data, length);
    return 0;
}

static int write_update(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)offset;
    return slot_writer_write(user, data, length);
}

static verdict patch_verdict(int result, int write_failed, uint32_t offset)
{
    report_line line;

    if (result == 0)
        return VERDICT_GOOD;
    report_begin(&line, "patch-failed");
    report_number(&line, "result", (uint32_t)result);
    report_number(&line, "offset", offset);
    report_end(&line);
    return result == write_failed ? VERDICT_FLASH_FAILED : VERDICT_BAD_PATCH;
}

static uint32_t part_at(const fota_container *update, uint32_t at)
{
    uint32_t left = update->payload_size - at;

    return left < FEED_SIZE ? left : FEED_SIZE;
}

static verdict apply_jojodiff(const fota_container *update, const uint8_t *payload, slot_writer *writer)
{
    uint8_t buffer[COPY_SIZE];
    const fota_patch_io io = {
        .read_source = read_running,
        .write_target = write_update,
        .user = writer,
        .buffer = buffer,
        .buffer_size = sizeof buffer,
    };
    fota_patch patch;
    uint32_t at;

    fota_patch_begin(&patch, update->dialect, update->base_size, update->new_size);
    /* A plan for one slot is of no use with two. */
    for (at = fota_container_plan_size(update); at < update->payload_size && patch.result == FOTA_PATCH_OK;
         at += FEED_SIZE)
        fota_patch_feed(&patch, &io, payload + at, part_at(update, at));
    return patch_verdict(fota_patch_end(&patch), FOTA_PATCH_WRITE_FAILED, patch.patch_at);
}

static verdict apply_compact(const fota_container *update, const uint8_t *payload, slot_writer *writer)
{
    uint32_t size;
    uint8_t *memory = platform_heap(&size);
    fota_compact *patch = (fota_compact *)(void *)memory;
    const fota_compact_io io = {
        .read_source = read_running,
        .read_target = read_update,
        .write_target = write_update,
        .user = writer,
        .workspace = (uint16_t *)(void *)(memory + sizeof *patch),
        .workspace_size = update->decoder_memory - FOTA_COMPACT_STATE_SIZE,
    };
    uint32_t at;

    if (update->decoder_memory < FOTA_COMPACT_STATE_SIZE)
        return VERDICT_BAD_PATCH;
    note_memory(update->decoder_memory);
    fota_compact_begin(patch, update->base_size, update->new_size);
    for (at = 0; at < update->payload_size && patch->result == FOTA_COMPACT_OK; at += FEED_SIZE)
        fota_compact_feed(patch, &io, payload + at, part_at(update, at));
    return patch_verdict(fota_compact_end(patch, &io), FOTA_COMPACT_WRITE_FAILED, patch->patch_at);
}

verdict apply_payload(const fota_container *update, const uint8_t *payload, slot_writer *writer)
{
    switch (update->payload_format) {
    case FOTA_PAYLOAD_JOJODIFF:
        return apply_jojodiff(update, payload, writer);
    case FOTA_PAYLOAD_COMPACT:
        return apply_compact(update, payload, writer);
    default:
        return slot_writer_write(writer, payload, update->payload_size) == 0 ? VERDICT_GOOD : VERDICT_FLASH_FAILED;
    }
}
