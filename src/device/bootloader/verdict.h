/* Why a device refuses an update.
 *
 * The values differ from each other, and from 0 and 1, in many bits: a bit that flips, or a register that holds
 * something else, makes no refusal good.
 */
#ifndef VERDICT_H
#define VERDICT_H

#define VERDICT_REFUSED(number) (0x4A000000 | (number) << 16 | (~(number)&0xFF) << 8 | (number))

typedef enum {
    VERDICT_GOOD = 0x35C9A65B,
    VERDICT_NO_CONTAINER = VERDICT_REFUSED(1),
    VERDICT_TRUNCATED = VERDICT_REFUSED(2),
    VERDICT_DAMAGED_HEADER = VERDICT_REFUSED(3),
    VERDICT_UNSUPPORTED = VERDICT_REFUSED(4),
    VERDICT_WRONG_PRODUCT = VERDICT_REFUSED(5),
    VERDICT_WRONG_BASE = VERDICT_REFUSED(6),
    VERDICT_TOO_LARGE = VERDICT_REFUSED(7),
    VERDICT_BAD_PATCH = VERDICT_REFUSED(8),
    VERDICT_WRONG_RESULT = VERDICT_REFUSED(9),
    VERDICT_BAD_IMAGE = VERDICT_REFUSED(10),
    VERDICT_BAD_SIGNATURE = VERDICT_REFUSED(11),
    VERDICT_OUT_OF_MEMORY = VERDICT_REFUSED(12),
    VERDICT_NO_INFO = VERDICT_REFUSED(13),
    VERDICT_OLDER_VERSION = VERDICT_REFUSED(14),
    VERDICT_LOWER_COUNTER = VERDICT_REFUSED(15),
    VERDICT_SAME_IMAGE = VERDICT_REFUSED(16),
    VERDICT_SAME_VERSION = VERDICT_REFUSED(17),
    VERDICT_WRONG_INFO = VERDICT_REFUSED(18),
    VERDICT_UNKNOWN_KEY = VERDICT_REFUSED(19),
    VERDICT_WRONG_PAYLOAD = VERDICT_REFUSED(20),
    VERDICT_FLASH_FAILED = VERDICT_REFUSED(21),
    VERDICT_BAD_PLAN = VERDICT_REFUSED(22),
    VERDICT_LATE_READ = VERDICT_REFUSED(23),
    VERDICT_PATCH_MEMORY = VERDICT_REFUSED(24),
    VERDICT_LOST_UPDATE = VERDICT_REFUSED(25)
} verdict;

/* Whether a verdict is good, compared twice, so that one instruction that is skipped does not decide. */
int verdict_is_good(verdict v);

/* The name in reports, such as "wrong-base". */
const char *verdict_name(verdict v);

#endif
