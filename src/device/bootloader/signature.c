#include "signature.h"

#include <string.h>

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
    phase_hash();
    mbedtls_sha256_ret(data, length, digest, 0);
}

void digest_begin(digest_state *state)
{
    phase_hash();
    mbedtls_sha256_init(state);
    mbedtls_sha256_starts_ret(state, 0);
}

void digest_add(digest_state *state, const void *data, uint32_t length)
{
    mbedtls_sha256_update_ret(state, data, length);
}

void digest_end(digest_state *state, uint8_t digest[DIGEST_SIZE])
{
    mbedtls_sha256_finish_ret(state, digest);
}

int digest_is(const uint8_t digest[DIGEST_SIZE], const uint8_t expected[DIGEST_SIZE])
{
    volatile uint8_t difference = 0;
    int at;

    for (at = 0; at < DIGEST_SIZE; at++)
        difference |= digest[at] ^ expected[at];
    return at == DIGEST_SIZE && difference == 0;
}

static verdict verdict_of(int result)
{
    volatile int again = result;

    if (result == 0)
        return again == 0 ? VERDICT_GOOD : VERDICT_BAD_SIGNATURE;
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

/* The key by its id; -1 for an id that no key has. */
static int find_key(const fota_container *header)
{
    int keys = header->signature_algorithm == FOTA_SIGNATURE_ECDSA_P256 ? signature_ecdsa_keys() : signature_rsa_keys();
    int key;

    for (key = 0; key < keys; key++) {
        const uint8_t *id = header->signature_algorithm == FOTA_SIGNATURE_ECDSA_P256 ? signature_ecdsa_key_id(key)
                                                                                     : signature_rsa_key_id(key);

        if (memcmp(id, header->key_id, FOTA_CONTAINER_KEY_ID_SIZE) == 0)
            return key;
    }
    return -1;
}

static int check_with(int key, const fota_container *header, const uint8_t *signature, const uint8_t *digest)
{
    if (header->signature_algorithm == FOTA_SIGNATURE_ECDSA_P256)
        return signature_check_ecdsa(key, signature, digest);
    return signature_check_rsa(key, header->signature_algorithm, signature, header->signature_size, digest);
}

verdict signature_check(const fota_container *header, const uint8_t *bytes)
{
    uint8_t digest[DIGEST_SIZE];
    uint32_t heap_size;
    uint8_t *heap = platform_heap(&heap_size);
    int key;
    verdict v;

    if (header->signature_algorithm == FOTA_SIGNATURE_NONE)
        return VERDICT_BAD_SIGNATURE;
    key = find_key(header);
    if (key < 0)
        return VERDICT_UNKNOWN_KEY;
    phase_signature();
    mbedtls_sha256_ret(bytes, FOTA_CONTAINER_HEADER_SIZE, digest, 0);
    mbedtls_memory_buffer_alloc_init(heap, heap_size);
    v = verdict_of(check_with(key, header, bytes + FOTA_CONTAINER_HEADER_SIZE, digest));
    note_heap_peak();
    mbedtls_memory_buffer_alloc_free();
    return v;
}
