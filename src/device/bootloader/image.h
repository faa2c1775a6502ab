/* An image in a slot, and the trailer at the slot's end that says what the image should be: the header of the update
 * that it came with, and the signature over that header.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stdint.h>

#include "fota_container.h"
#include "fota_info.h"
#include "layout.h"
#include "signature.h"
#include "verdict.h"

enum { TRAILER_SIZE = FOTA_CONTAINER_HEADER_SIZE + FOTA_CONTAINER_MAX_SIGNATURE };

/* Reads the trailer of a slot. VERDICT_BAD_IMAGE when there is none, or it names an impossible size. */
verdict image_trailer(slot which, fota_container *header);

/* Reads the info record of a slot's image. */
fota_info_result image_info(slot which, fota_info *info);

/* Whether the slot holds what its trailer says, signed unless it came from the factory. */
verdict image_check(slot which);

/* Whether an update may replace the image that runs, by what its header says; costs next to nothing. */
verdict image_check_identity(const fota_container *update);

/* Whether the record in slot 1's image says what its header says: the next update is compared with the record. */
verdict image_check_info(const fota_container *header);

/* The same, for a record that was looked for elsewhere. */
verdict image_compare_info(const fota_container *header, fota_info_result found, const fota_info *update);

/* Whether slot 1 still holds what was installed: signed, never one from a factory. One signature, one hash. */
verdict image_check_update(void);

/* Whether slot 1 may take the place of a damaged slot 0: the same, and its security counter is not below the one that
 * slot 0's trailer names, where that is left. */
verdict image_check_spare(void);

/* Slots' blocks that a swap has to move, the trailers included. */
uint32_t image_swap_blocks(void);

#endif
