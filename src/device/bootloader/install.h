/* The installer: from update.fota in the download area to a verified image in slot 1. */
#ifndef INSTALL_H
#define INSTALL_H

#include "verdict.h"

/* Whether something was downloaded. */
int install_is_waiting(void);

/* Checks what was downloaded, and builds and verifies the new image in slot 1. Slot 0 is only read. */
verdict install_run(void);

/* Forgets what was downloaded. */
int install_discard(void);

#endif
