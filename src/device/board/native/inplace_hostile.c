/* Updates in place that are damaged or forged: none may touch the region, unless what results is the signed image.
 *
 *     inplace_hostile OLD NEW UPDATE BLOCK BLOCKS COUNT
 *
 * Of every four one has bits flipped in the header, one in header and plan, one anywhere; and one has another plan that
 * would be valid for another patch. Prints one JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fota_sha256.h"

#include "inplace_device.h"
#include "inplace_files.h"
#include "inplace_flash.h"
#include "inplace_plan.h"

enum { SHOWN = 3, KINDS = 4, FLIPS = 3 };

static file old_image;
static file new_image;
static file update;
static uint32_t seed = 12345;

static uint32_t below(uint32_t limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return (seed >> 4) % limit;
}

static void flip_bits(uint8_t *data, uint32_t size, uint32_t count)
{
    while (count-- > 0)
        data[below(size)] ^= (uint8_t)(1u << below(8));
}

static void write_run(uint8_t *plan, uint32_t step, uint32_t place)
{
    plan[step * INPLACE_RUN_SIZE] = (uint8_t)place;
    plan[step * INPLACE_RUN_SIZE + 1] = (uint8_t)(place >> 8);
}

/* Each block in a place of its own, in any order. */
static uint32_t any_plan(uint8_t *staged)
{
    staged_header header;
    uint8_t payload[1 << 16];
    uint32_t places[INPLACE_MAX_BLOCKS];
    uint32_t steps;
    uint32_t i;
    uint8_t *plan = staged + sizeof header;

    memcpy(&header, staged, sizeof header);
    memcpy(payload, plan + header.runs * INPLACE_RUN_SIZE, header.payload_size);
    steps = (header.new_size + nor.block_size - 1) / nor.block_size;
    for (i = 0; i < board.blocks; i++)
        places[i] = i;
    for (i = 0; i < steps; i++) {
        uint32_t other = i + below(board.blocks - i);
        uint32_t place = places[other];

        places[other] = places[i];
        write_run(plan, i, place);
    }
    header.runs = steps;
    memcpy(staged, &header, sizeof header);
    memcpy(plan + steps * INPLACE_RUN_SIZE, payload, header.payload_size);
    return (uint32_t)sizeof header + steps * INPLACE_RUN_SIZE + header.payload_size;
}

static uint32_t forge(uint8_t *staged, uint32_t run)
{
    uint32_t plan_end = (uint32_t)sizeof(staged_header) + ((const staged_header *)(const void *)update.data)->runs * 2;
    uint32_t flips = 1 + run / KINDS % FLIPS;

    memcpy(staged, update.data, update.size);
    switch (run % KINDS) {
    case 0:
        flip_bits(staged, sizeof(staged_header), flips);
        return update.size;
    case 1:
        flip_bits(staged, plan_end, flips);
        return update.size;
    case 2:
        flip_bits(staged, update.size, flips);
        return update.size;
    default:
        return any_plan(staged);
    }
}

static int region_was_erased(void)
{
    uint32_t block;

    for (block = 0; block < board.blocks; block++) {
        if (nor.erases[block] != 0)
            return 1;
    }
    return 0;
}

int main(int count, char **arguments)
{
    static uint8_t staged[1 << 17];
    uint32_t runs;
    uint32_t run;
    uint32_t failures = 0;
    uint32_t installed = 0;
    uint32_t late = 0;

    if (count != 7) {
        fprintf(stderr, "usage: inplace_hostile OLD NEW UPDATE BLOCK BLOCKS COUNT\n");
        return 2;
    }
    old_image = file_load(arguments[1]);
    new_image = file_load(arguments[2]);
    update = file_load(arguments[3]);
    nor.block_size = (uint32_t)strtoul(arguments[4], 0, 0);
    board.blocks = (uint32_t)strtoul(arguments[5], 0, 0);
    nor.unit = 8;
    nor.erase_value = 0xFF;
    nor.random = 1;
    runs = (uint32_t)strtoul(arguments[6], 0, 0);
    board.staged_blocks = update.size / nor.block_size + 2;
    device_lay_out(old_image.data, old_image.size, "", 0);
    mbedtls_sha256(new_image.data, new_image.size, board.images[0], 0);
    for (run = 0; run < runs; run++) {
        boot_result result;

        nor_restore();
        nor_load(board_staged(), staged, forge(staged, run));
        device_request();
        result = device_boot();
        late += device_refusal == VERDICT_LATE_READ;
        installed += region_was_erased();
        if (nor.violations == 0 && (region_was_erased() ? result == BOOT_STARTS && file_is_installed(&new_image)
                                                        : file_is_installed(&old_image)))
            continue;
        if (failures++ < SHOWN)
            fprintf(stderr, "run %u: the image is lost\n", run);
    }
    printf("{\"runs\":%u,\"failures\":%u,\"installed\":%u,\"lateReads\":%u}\n", runs, failures, installed, late);
    return failures != 0;
}
