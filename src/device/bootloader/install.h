/* The installer: from update.fota in the download area to a verified image in slot 1. */
#ifndef INSTALL_H
#define INSTALL_H

#include <stdint.h>

#include "fota_container.h"
#include "layout.h"
#include "verdict.h"

/* Whether something was downloaded. */
int install_is_waiting(void);

/* Reads the header of what was downloaded, and checks all that can be known before any flash is touched. Whether it
 * may replace what runs is left out when that was checked before. */
verdict install_check(fota_container *update, int is_allowed);

/* Whether the payload is the one that the header announces; otherwise that verdict. */
verdict install_check_payload(const fota_container *update, verdict otherwise);

/* Writes header and signature as they came to the trailer of a slot. */
verdict install_write_trailer(const fota_container *update, slot which);

/* Checks what was downloaded, and builds and verifies the new image in slot 1. Slot 0 is only read. */
verdict install_run(void);

/* Forgets what was downloaded. */
int install_discard(void);

#endif
