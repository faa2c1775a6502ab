#include "signature.h"

#include "mbedtls/bignum.h"
#include "mbedtls/ecp.h"
#include "mbedtls/memory_buffer_alloc.h"
#include "mbedtls/sha256.h"

#include "device.h"
#include "fota_container.h"
#include "platform.h"
#include "signature_keys.h"

void digest_of(const void *data, uint32_t length, uint8_t digest[DIGEST_SIZE])
{
    mbedtls_sha256_ret(data, length, digest, 0);
}

static verdict verdict_of(int result)
{
    if (result == 0)
        return VERDICT_GOOD;
    /* Mbed TLS adds the code of the layer below to that of its own; both layers have this one. */
    if ((-result & 0x7F) == -MBEDTLS_ERR_MPI_ALLOC_FAILED || result == MBEDTLS_ERR_ECP_ALLOC_FAILED)
        return VERDICT_OUT_OF_MEMORY;
    return VERDICT_BAD_SIGNATURE;
}

static void note_heap_peak(void)
{
    size_t bytes = 0;
    size_t blocks = 0;

    mbedtls_memory_buffer_alloc_max_get(&bytes, &blocks);
    if (bytes > CONTROL->heap_peak)
        CONTROL->heap_peak = (uint32_t)bytes;
}

static int check_key(int key, uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    if (algorithm == FOTA_SIGNATURE_ECDSA_P256)
        return signature_check_ecdsa(key, signature, size, digest);
    return signature_check_rsa(key, algorithm, signature, size, digest);
}

verdict signature_check(uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t digest[DIGEST_SIZE])
{
    uint32_t heap_size;
    uint8_t *heap = platform_heap(&heap_size);
    int keys = algorithm == FOTA_SIGNATURE_ECDSA_P256 ? signature_ecdsa_keys() : signature_rsa_keys();
    verdict v = VERDICT_BAD_SIGNATURE;
    int key;

    if (algorithm < FOTA_SIGNATURE_RSA_PKCS1 || algorithm > FOTA_SIGNATURE_ECDSA_P256)
        return VERDICT_UNSUPPORTED;
    mbedtls_memory_buffer_alloc_init(heap, heap_size);
    for (key = 0; key < keys && v == VERDICT_BAD_SIGNATURE; key++)
        v = verdict_of(check_key(key, algorithm, signature, size, digest));
    note_heap_peak();
    mbedtls_memory_buffer_alloc_free();
    return v;
}
