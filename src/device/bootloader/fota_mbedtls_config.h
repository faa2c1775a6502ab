/* Mbed TLS 2.28 or 3.6 for the bootloader: SHA-256, RSA and ECDSA signatures, in a buffer that it is given. */
#ifndef FOTA_MBEDTLS_CONFIG_H
#define FOTA_MBEDTLS_CONFIG_H

/* Mbed TLS 2.28 expects it of its configuration. */
#include <limits.h>
#include <stddef.h>

#define MBEDTLS_HAVE_ASM
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_STD_CALLOC fota_no_calloc
#define MBEDTLS_PLATFORM_STD_FREE fota_no_free
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
/* Its messages about a damaged heap would pull in stdio. */
#define MBEDTLS_PLATFORM_FPRINTF_MACRO(...) ((void)0)
#define MBEDTLS_PLATFORM_EXIT_MACRO fota_no_exit
#define MBEDTLS_MEMORY_DEBUG
#define MBEDTLS_SHA256_C
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_MPI_WINDOW_SIZE 1
#define MBEDTLS_MPI_MAX_SIZE 512
#define MBEDTLS_MD_C
#define MBEDTLS_OID_C
#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_PKCS1_V21
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_ECP_NO_INTERNAL_RNG
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C

void fota_no_exit(int code);
void *fota_no_calloc(size_t count, size_t size);
void fota_no_free(void *memory);

#endif
