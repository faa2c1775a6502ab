/* SHA-256 of Mbed TLS 2.28 and 3.6, by the names that 3.6 has: in 2.28 the functions of these names return nothing. */
#ifndef FOTA_SHA256_H
#define FOTA_SHA256_H

#include "mbedtls/sha256.h"
#include "mbedtls/version.h"

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define mbedtls_sha256 mbedtls_sha256_ret
#define mbedtls_sha256_starts mbedtls_sha256_starts_ret
#define mbedtls_sha256_update mbedtls_sha256_update_ret
#define mbedtls_sha256_finish mbedtls_sha256_finish_ret
#endif

#endif
