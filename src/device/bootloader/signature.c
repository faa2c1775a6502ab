#include "signature.h"

#include <string.h>

#include "mbedtls/bignum.h"
#include "mbedtls/memory_buffer_alloc.h"

#include "fota_container.h"
#include "fota_port.h"
#include "signature_keys.h"

enum { READ_AT_ONCE = 128, ALIGNMENT = 8 };

void digest_begin(digest_state *state)
{
    fota_port_phase(FOTA_PHASE_HASH);
    mbedtls_sha256_init(state);
    mbedtls_sha256_starts(state, 0);
}

void digest_add(digest_state *state, const void *data, uint32_t length)
{
    mbedtls_sha256_update(state, data, length);
}

/* Adds what lies in the flash. Returns 0. */
static int add_flash(digest_state *state, uint32_t offset, uint32_t length)
{
    uint32_t at;

    for (at = 0; at < length; at += READ_AT_ONCE) {
        uint8_t part[READ_AT_ONCE];
        uint32_t size = length - at < READ_AT_ONCE ? length - at : READ_AT_ONCE;

        if (fota_flash_read(offset + at, part, size) != 0)
            return -1;
        digest_add(state, part, size);
    }
    return 0;
}

void digest_end(digest_state *state, uint8_t digest[DIGEST_SIZE])
{
    mbedtls_sha256_finish(state, digest);
}

int digest_is(const uint8_t digest[DIGEST_SIZE], const uint8_t expected[DIGEST_SIZE])
{
    volatile uint8_t difference = 0;
    int at;

    for (at = 0; at < DIGEST_SIZE; at++)
        difference |= digest[at] ^ expected[at];
    return at == DIGEST_SIZE && difference == 0;
}

verdict digest_check(uint32_t offset, uint32_t length, const uint8_t expected[DIGEST_SIZE], verdict otherwise)
{
    digest_state state;
    uint8_t digest[DIGEST_SIZE];

    digest_begin(&state);
    if (add_flash(&state, offset, length) != 0)
        return VERDICT_FLASH_FAILED;
    digest_end(&state, digest);
    return digest_is(digest, expected) ? VERDICT_GOOD : otherwise;
}

static verdict verdict_of(int result)
{
    volatile int again = result;

    if (result == 0)
        return again == 0 ? VERDICT_GOOD : VERDICT_BAD_SIGNATURE;
    /* Mbed TLS adds the code of the layer below to that of its own. */
    if ((-result & 0x7F) == -MBEDTLS_ERR_MPI_ALLOC_FAILED)
        return VERDICT_OUT_OF_MEMORY;
    return VERDICT_BAD_SIGNATURE;
}

static void note_heap(uint32_t signature_size)
{
#ifdef MBEDTLS_MEMORY_DEBUG
    size_t bytes = 0;
    size_t blocks = 0;

    mbedtls_memory_buffer_alloc_max_get(&bytes, &blocks);
    fota_port_heap_used(signature_size + (uint32_t)bytes);
#else
    (void)signature_size;
#endif
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

static int check_with(int key, const fota_container *header, uint8_t *signature, const uint8_t *digest)
{
    if (header->signature_algorithm == FOTA_SIGNATURE_ECDSA_P256)
        return signature_check_ecdsa(key, signature, digest);
    return signature_check_rsa(key, header->signature_algorithm, signature, header->signature_size, digest);
}

/* Mbed TLS gets the heap behind the signature. */
static verdict check_in(uint8_t *heap, uint32_t heap_size, int key, const fota_container *header, uint32_t offset)
{
    uint32_t reserved = (header->signature_size + ALIGNMENT - 1u) / ALIGNMENT * ALIGNMENT;
    digest_state state;
    uint8_t digest[DIGEST_SIZE];
    verdict v;

    if (heap_size <= reserved)
        return VERDICT_OUT_OF_MEMORY;
    mbedtls_sha256_init(&state);
    mbedtls_sha256_starts(&state, 0);
    if (add_flash(&state, offset, FOTA_CONTAINER_HEADER_SIZE) != 0 ||
        fota_flash_read(offset + FOTA_CONTAINER_HEADER_SIZE, heap, header->signature_size) != 0)
        return VERDICT_FLASH_FAILED;
    digest_end(&state, digest);
    mbedtls_memory_buffer_alloc_init(heap + reserved, heap_size - reserved);
    v = verdict_of(check_with(key, header, heap, digest));
    note_heap(reserved);
    mbedtls_memory_buffer_alloc_free();
    return v;
}

verdict signature_check(const fota_container *header, uint32_t offset)
{
    uint32_t heap_size;
    uint8_t *heap = fota_port_heap(&heap_size);
    int key;

    if (header->signature_algorithm == FOTA_SIGNATURE_NONE)
        return VERDICT_BAD_SIGNATURE;
#ifdef FOTA_NO_PSS
    if (header->signature_algorithm == FOTA_SIGNATURE_RSA_PSS)
        return VERDICT_UNSUPPORTED;
#endif
    key = find_key(header);
    if (key < 0)
        return VERDICT_UNKNOWN_KEY;
    fota_port_phase(FOTA_PHASE_SIGNATURE);
    return check_in(heap, heap_size, key, header, offset);
}

/* Mbed TLS takes all its memory from the heap that it was given, and ends where it finds that damaged. */
void *fota_no_calloc(size_t count, size_t size)
{
    (void)count, (void)size;
    return 0;
}

void fota_no_free(void *memory)
{
    (void)memory;
}

void fota_no_exit(int code)
{
    (void)code;
    fota_port_stop("heap");
}
