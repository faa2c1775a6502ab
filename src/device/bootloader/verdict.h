/* Why a device refuses an update. */
#ifndef VERDICT_H
#define VERDICT_H

typedef enum {
    VERDICT_GOOD = 0,
    VERDICT_NO_CONTAINER,
    VERDICT_TRUNCATED,
    VERDICT_DAMAGED_HEADER,
    VERDICT_UNSUPPORTED,
    VERDICT_WRONG_PRODUCT,
    VERDICT_WRONG_BASE,
    VERDICT_TOO_LARGE,
    VERDICT_BAD_PATCH,
    VERDICT_WRONG_RESULT,
    VERDICT_BAD_IMAGE,
    VERDICT_BAD_SIGNATURE,
    VERDICT_OUT_OF_MEMORY,
    VERDICT_NO_INFO,
    VERDICT_OLDER_VERSION,
    VERDICT_FLASH_FAILED
} verdict;

/* The name in reports, such as "wrong-base". */
const char *verdict_name(verdict v);

#endif
