/* Mbed TLS for a bootloader of 16 KB: SHA-256 and RSA by PKCS#1 v1.5, small before fast. Compile the bootloader with
 * FOTA_NO_PSS; docs/porting.md says what each byte is for.
 */
#ifndef FOTA_MBEDTLS_SMALL_H
#define FOTA_MBEDTLS_SMALL_H

#include <stddef.h>

#define MBEDTLS_HAVE_ASM
#define MBEDTLS_NO_UDBL_DIVISION
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_STD_CALLOC fota_no_calloc
#define MBEDTLS_PLATFORM_STD_FREE fota_no_free
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
#define MBEDTLS_PLATFORM_EXIT_MACRO fota_no_exit
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_MPI_WINDOW_SIZE 1
#define MBEDTLS_MPI_MAX_SIZE 512

void fota_no_exit(int code);
void *fota_no_calloc(size_t count, size_t size);
void fota_no_free(void *memory);

#endif
