#include "verdict.h"

const char *verdict_name(verdict v)
{
    static const char *const names[] = {
        [VERDICT_GOOD] = "good",
        [VERDICT_NO_CONTAINER] = "no-container",
        [VERDICT_TRUNCATED] = "truncated",
        [VERDICT_DAMAGED_HEADER] = "damaged-header",
        [VERDICT_UNSUPPORTED] = "unsupported",
        [VERDICT_WRONG_PRODUCT] = "wrong-product",
        [VERDICT_WRONG_BASE] = "wrong-base",
        [VERDICT_TOO_LARGE] = "too-large",
        [VERDICT_BAD_PATCH] = "bad-patch",
        [VERDICT_WRONG_RESULT] = "wrong-result",
        [VERDICT_BAD_IMAGE] = "bad-image",
        [VERDICT_BAD_SIGNATURE] = "bad-signature",
        [VERDICT_OUT_OF_MEMORY] = "out-of-memory",
        [VERDICT_NO_INFO] = "no-info",
        [VERDICT_OLDER_VERSION] = "older-version",
        [VERDICT_LOWER_COUNTER] = "lower-counter",
        [VERDICT_SAME_IMAGE] = "same-image",
        [VERDICT_WRONG_INFO] = "wrong-info",
        [VERDICT_UNKNOWN_KEY] = "unknown-key",
        [VERDICT_WRONG_PAYLOAD] = "wrong-payload",
        [VERDICT_FLASH_FAILED] = "flash-failed",
    };

    return names[v];
}
