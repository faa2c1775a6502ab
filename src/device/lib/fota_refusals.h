/* Counts the updates that were refused, and how many polls of the server to leave out for that (docs/device.md).
 *
 * Whoever stands between a device and its server can offer what the device refuses, again and again, and each download
 * costs energy and an erase of its area. So a device waits: one poll is left out after the first refusal, twice as many
 * after each further one, FOTA_REFUSALS_MOST_POLLS at most. An update that is confirmed ends it.
 *
 * The application keeps a word where a reset leaves it: in a backup register, in EEPROM, in flash of its own. 0, and
 * what erased flash reads, are a good start.
 *
 *     at each start, behind boot->confirm():
 *         store(fota_refusals_start(load(), &running, boot->update_waiting()));
 *     whenever it would ask its server:
 *         store(fota_refusals_poll(load(), &may));
 *         if (may) ...
 *     when it refuses a download itself:
 *         store(fota_refusals_refuse(load()));
 *     before boot->install():
 *         store(fota_refusals_ask(load(), &running));
 */
#ifndef FOTA_REFUSALS_H
#define FOTA_REFUSALS_H

#include <stdint.h>

#include "fota_info.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FOTA_REFUSALS_MOST_POLLS = 24 };

/* Another version than the one that asked has confirmed: nothing is counted any more. The same one, and nothing waits
 * to be installed: what it asked for was refused, or did not confirm. When something waits, the installer was
 * interrupted, and the application asks again. */
uint32_t fota_refusals_start(uint32_t word, const fota_info *running, int update_waiting);

/* Whether to ask the server now; otherwise one poll less is left to be left out. */
uint32_t fota_refusals_poll(uint32_t word, int *may);

/* An update was refused. */
uint32_t fota_refusals_refuse(uint32_t word);

/* The running version asks to install what was downloaded. */
uint32_t fota_refusals_ask(uint32_t word, const fota_info *running);

/* How many were refused since the last that was taken; 255 for more, too. */
uint32_t fota_refusals_count(uint32_t word);

#ifdef __cplusplus
}
#endif

#endif
