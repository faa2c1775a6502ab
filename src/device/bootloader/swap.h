/* Exchanges the two slots so that power may go at any operation.
 *
 * Slot 0 first moves up by one block, from its end on; then each block of slot 1 takes its place, and the moved block
 * goes where that came from. A step copies one block whose source is overwritten only by a later step, so an
 * interrupted step is simply done again. No block is erased more than twice.
 */
#ifndef SWAP_H
#define SWAP_H

#include "journal.h"

/* Carries out the rest of the swap that the journal names, and records each step. Returns 0. */
int swap_continue(journal *j);

#endif
