/* An image in a slot, and the trailer at the slot's end that says what the image should be. */
#ifndef IMAGE_H
#define IMAGE_H

#include <stdint.h>

#include "fota_container.h"
#include "fota_info.h"
#include "layout.h"
#include "signature.h"
#include "verdict.h"

#define TRAILER_MAGIC 0x544F4C53u /* "SLOT" */

typedef struct {
    uint32_t magic;
    uint32_t size;
    uint8_t digest[DIGEST_SIZE];
    uint16_t algorithm;
    uint16_t signature_size; /* 0: an image from the factory, which was never sent */
    uint8_t signature[FOTA_CONTAINER_MAX_SIGNATURE];
} image_trailer;

/* The trailer of a slot; null when there is none, or it names an impossible size. */
const image_trailer *image_trailer_of(slot which);

/* The info record of a slot's image; null when there is none. */
const fota_info *image_info(slot which);

/* Whether the slot holds what its trailer says, signed unless it came from the factory. */
verdict image_check(slot which);

/* Whether slot 1 holds an image that may replace the one in slot 0: signed, of the same product, not older. */
verdict image_check_update(void);

/* Slots' blocks that a swap has to move, the trailers included. */
uint32_t image_swap_blocks(void);

#endif
