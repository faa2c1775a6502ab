#include "one_slot.h"

#include "flash_area.h"
#include "fota_info.h"
#include "image.h"
#include "inplace.h"
#include "install.h"

/* The trailer is the first step. */
enum { TRAILER_STEPS = 1 };

/* What a check finds of the image that would result. */
typedef struct {
    digest_state digest;
    fota_info_scan info;
} result_scan;

static inplace_update describe(const fota_container *update)
{
    const inplace_update description = {
        .block_size = layout_block_size(),
        .blocks = layout_region_blocks(),
        .base_size = update->base_size,
        .new_size = update->new_size,
        .plan_at = fota_container_payload_offset(update),
        .runs = update->plan_runs,
        .payload_at = fota_container_payload_offset(update) + fota_container_plan_size(update),
        .payload_size = update->payload_size - fota_container_plan_size(update),
        .dialect = update->dialect,
    };

    return description;
}

static int read_update(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    return fota_flash_read(layout_download() + offset, data, length);
}

static int read_region(void *user, uint32_t offset, void *data, uint32_t length)
{
    (void)user;
    return fota_flash_read(layout_slot(SLOT_RUNNING) + offset, data, length);
}

static int record(void *user, uint32_t steps)
{
    journal *j = user;
    const journal_entry entry = {BOOT_BUILDING, 0, TRAILER_STEPS + steps};

    return journal_write(j, entry);
}

static int erase(void *user, uint32_t offset)
{
    (void)user;
    return area_erase(layout_slot(SLOT_RUNNING) + offset, layout_block_size());
}

static int program(void *user, uint32_t offset, const void *data, uint32_t length)
{
    (void)user;
    return fota_flash_program(layout_slot(SLOT_RUNNING) + offset, data, length);
}

static int take(void *user, const void *data, uint32_t length)
{
    result_scan *scan = user;

    digest_add(&scan->digest, data, length);
    fota_info_scan_feed(&scan->info, data, length);
    return 0;
}

static inplace_io io_for(void *user)
{
    const inplace_io io = {
        .read_update = read_update,
        .read = read_region,
        .erase = erase,
        .program = program,
        .record = record,
        .take = take,
        .user = user,
        .program_unit = fota_port_partitions()->program_unit,
        .erase_value = (uint8_t)fota_port_partitions()->erase_value,
    };

    return io;
}

/* A patch has a plan for this very flash; a full image needs none. */
static verdict check_region(const fota_container *update)
{
    if (update->payload_format == FOTA_PAYLOAD_IMAGE)
        return VERDICT_GOOD;
    return update->plan_runs != 0 && update->region_block_size == layout_block_size() &&
                   update->region_blocks == layout_region_blocks()
               ? VERDICT_GOOD
               : VERDICT_BAD_PLAN;
}

/* The dry run. */
static verdict check_result(const fota_container *update)
{
    const inplace_update description = describe(update);
    result_scan scan;
    const inplace_io io = io_for(&scan);
    uint8_t digest[DIGEST_SIZE];
    fota_info info;
    verdict v;

    digest_begin(&scan.digest);
    fota_info_scan_begin(&scan.info);
    v = inplace_check(&description, &io);
    digest_end(&scan.digest, digest);
    if (v != VERDICT_GOOD)
        return v;
    if (!digest_is(digest, update->new_digest))
        return VERDICT_WRONG_RESULT;
    return image_compare_info(update, fota_info_scan_end(&scan.info, &info), &info);
}

/* The trailer was written already, and the mark behind it was lost. */
static int trailer_is_written(void)
{
    return area_is_same(layout_trailer(SLOT_RUNNING), layout_download(), FOTA_CONTAINER_HEADER_SIZE);
}

static verdict check(fota_container *update, int is_allowed)
{
    verdict v;

    fota_port_phase(FOTA_PHASE_CHECK);
    v = install_check(update, is_allowed);
    if (v == VERDICT_GOOD)
        v = check_region(update);
    return v == VERDICT_GOOD ? check_result(update) : v;
}

verdict one_slot_check(void)
{
    fota_container update;

    return check(&update, 0);
}

/* Nothing but what the trailer names is built. What was downloaded was checked when the trailer was written. */
static verdict find_update(fota_container *update)
{
    if (image_trailer(SLOT_RUNNING, update) != VERDICT_GOOD ||
        fota_container_check(update, layout_download_size()) != FOTA_CONTAINER_OK ||
        !area_is_same(layout_trailer(SLOT_RUNNING), layout_download(), fota_container_payload_offset(update)))
        return VERDICT_LOST_UPDATE;
    return install_check_payload(update, VERDICT_LOST_UPDATE);
}

/* Checks again, so that no mark alone lets an image be overwritten. */
static verdict begin(journal *j, fota_container *update)
{
    verdict v = check(update, trailer_is_written());

    if (v == VERDICT_GOOD)
        v = install_write_trailer(update, SLOT_RUNNING);
    return v == VERDICT_GOOD && record(j, 0) != 0 ? VERDICT_FLASH_FAILED : v;
}

static verdict go_on(journal *j)
{
    fota_container update;
    inplace_update description;
    const inplace_io io = io_for(j);
    verdict v;

    if (j->entry.step < TRAILER_STEPS)
        v = begin(j, &update);
    else
        v = find_update(&update);
    if (v != VERDICT_GOOD)
        return v;
    description = describe(&update);
    fota_port_phase(FOTA_PHASE_PATCH);
    return inplace_continue(&description, &io, j->entry.step - TRAILER_STEPS);
}

verdict one_slot_build(journal *j)
{
    verdict v;

    if (journal_renew(j) != 0)
        return VERDICT_FLASH_FAILED;
    v = go_on(j);
    /* The last mark may read as the one before it, when the update is gone already: then the image is complete. */
    return v == VERDICT_GOOD || v == VERDICT_LOST_UPDATE ? image_check(SLOT_RUNNING) : v;
}
