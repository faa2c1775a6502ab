/* The installer of a device with one slot: the image is replaced where it lies (docs/inplace.md).
 *
 * The marks hold the number of steps that are done, and the trailer the header of the image that is being built. The
 * first step writes the trailer; from then on nothing is built but what it names.
 */
#ifndef ONE_SLOT_H
#define ONE_SLOT_H

#include "journal.h"
#include "verdict.h"

/* Checks what was downloaded, to the last byte of what it would make. Nothing is written. */
verdict one_slot_check(void);

/* Carries out the steps that are not done, and verifies the image. */
verdict one_slot_build(journal *j);

#endif
