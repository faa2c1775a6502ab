#include "signature.h"

#include "mbedtls/md.h"
#include "mbedtls/memory_buffer_alloc.h"
#include "mbedtls/rsa.h"
#include "mbedtls/sha256.h"

#include "../fota_container.h"
#include "device.h"
#include "platform.h"
#include "update_certs.h"

enum { SMALLEST_KEY = 256, LARGEST_KEY = 512 };

#ifdef UPDATE_CERT_MODULI
static const char *const moduli[] = UPDATE_CERT_MODULI;
static const char *const exponents[] = UPDATE_CERT_EXPONENTS;
#else
static const char *const moduli[] = {UPDATE_CERT_MODULUS};
static const char *const exponents[] = {UPDATE_CERT_EXPONENT};
#endif

enum { KEYS = sizeof moduli / sizeof moduli[0] };

void digest_of(const void *data, uint32_t length, uint8_t digest[DIGEST_SIZE])
{
    mbedtls_sha256_ret(data, length, digest, 0);
}

static int load_key(mbedtls_rsa_context *rsa, int key)
{
    int result = mbedtls_mpi_read_string(&rsa->N, 16, moduli[key]);

    if (result == 0)
        result = mbedtls_mpi_read_string(&rsa->E, 16, exponents[key]);
    rsa->len = mbedtls_mpi_size(&rsa->N);
    return result;
}

static int check_with(mbedtls_rsa_context *rsa, uint8_t algorithm, const uint8_t *signature, const uint8_t *digest)
{
    if (algorithm == FOTA_SIGNATURE_RSA_PKCS1)
        return mbedtls_rsa_rsassa_pkcs1_v15_verify(rsa, 0, 0, MBEDTLS_RSA_PUBLIC, MBEDTLS_MD_SHA256, DIGEST_SIZE,
                                                   digest, signature);
    mbedtls_rsa_set_padding(rsa, MBEDTLS_RSA_PKCS_V21, MBEDTLS_MD_SHA256);
    return mbedtls_rsa_rsassa_pss_verify_ext(rsa, 0, 0, MBEDTLS_RSA_PUBLIC, MBEDTLS_MD_SHA256, DIGEST_SIZE, digest,
                                             MBEDTLS_MD_SHA256, DIGEST_SIZE, signature);
}

static verdict check_key(int key, uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    mbedtls_rsa_context rsa;
    verdict v = VERDICT_BAD_SIGNATURE;
    int result;

    mbedtls_rsa_init(&rsa, MBEDTLS_RSA_PKCS_V15, 0);
    result = load_key(&rsa, key);
    if (result == 0 && rsa.len == size && size >= SMALLEST_KEY && size <= LARGEST_KEY)
        result = check_with(&rsa, algorithm, signature, digest);
    else if (result == 0)
        result = MBEDTLS_ERR_RSA_VERIFY_FAILED;
    mbedtls_rsa_free(&rsa);

    if (result == 0)
        v = VERDICT_GOOD;
    /* RSA adds the bignum's code to its own. */
    else if ((-result & 0x7F) == -MBEDTLS_ERR_MPI_ALLOC_FAILED)
        v = VERDICT_OUT_OF_MEMORY;
    return v;
}

static void note_heap_peak(void)
{
    size_t bytes = 0;
    size_t blocks = 0;

    mbedtls_memory_buffer_alloc_max_get(&bytes, &blocks);
    /* Each block has a header; the allocator counts the payload alone. */
    if (bytes > CONTROL->heap_peak)
        CONTROL->heap_peak = (uint32_t)bytes;
}

verdict signature_check(uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t digest[DIGEST_SIZE])
{
    uint32_t heap_size;
    uint8_t *heap = platform_heap(&heap_size);
    verdict v = VERDICT_BAD_SIGNATURE;
    int key;

    if (algorithm != FOTA_SIGNATURE_RSA_PKCS1 && algorithm != FOTA_SIGNATURE_RSA_PSS)
        return VERDICT_UNSUPPORTED;
    mbedtls_memory_buffer_alloc_init(heap, heap_size);
    for (key = 0; key < KEYS && v == VERDICT_BAD_SIGNATURE; key++)
        v = check_key(key, algorithm, signature, size, digest);
    note_heap_peak();
    mbedtls_memory_buffer_alloc_free();
    return v;
}
