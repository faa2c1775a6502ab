#include "verdict.h"

int verdict_is_good(verdict v)
{
    /* The compiler may not take the second comparison for the first. */
    volatile verdict again = v;

    if (v != VERDICT_GOOD)
        return 0;
    return again == VERDICT_GOOD;
}

const char *verdict_name(verdict v)
{
    switch (v) {
    case VERDICT_GOOD:
        return "good";
    case VERDICT_NO_CONTAINER:
        return "no-container";
    case VERDICT_TRUNCATED:
        return "truncated";
    case VERDICT_DAMAGED_HEADER:
        return "damaged-header";
    case VERDICT_UNSUPPORTED:
        return "unsupported";
    case VERDICT_WRONG_PRODUCT:
        return "wrong-product";
    case VERDICT_WRONG_BASE:
        return "wrong-base";
    case VERDICT_TOO_LARGE:
        return "too-large";
    case VERDICT_BAD_PATCH:
        return "bad-patch";
    case VERDICT_WRONG_RESULT:
        return "wrong-result";
    case VERDICT_BAD_IMAGE:
        return "bad-image";
    case VERDICT_BAD_SIGNATURE:
        return "bad-signature";
    case VERDICT_OUT_OF_MEMORY:
        return "out-of-memory";
    case VERDICT_NO_INFO:
        return "no-info";
    case VERDICT_OLDER_VERSION:
        return "older-version";
    case VERDICT_LOWER_COUNTER:
        return "lower-counter";
    case VERDICT_SAME_IMAGE:
        return "same-image";
    case VERDICT_SAME_VERSION:
        return "same-version";
    case VERDICT_WRONG_INFO:
        return "wrong-info";
    case VERDICT_UNKNOWN_KEY:
        return "unknown-key";
    case VERDICT_WRONG_PAYLOAD:
        return "wrong-payload";
    case VERDICT_FLASH_FAILED:
        return "flash-failed";
    case VERDICT_BAD_PLAN:
        return "bad-plan";
    case VERDICT_LATE_READ:
        return "late-read";
    case VERDICT_LOST_UPDATE:
        return "lost-update";
    case VERDICT_PATCH_MEMORY:
        return "patch-memory";
    default:
        return "unknown";
    }
}
