#include "mbedtls/bignum.h"
#ifndef FOTA_NO_PSS
#include "mbedtls/rsa.h"
#include "mbedtls/version.h"
#endif

#include "fota_container.h"
#include "signature.h"
#include "signature_keys.h"
#include "update_certs.h"

enum { SMALLEST_KEY = 256, LARGEST_KEY = 512 };

#ifdef UPDATE_CERT_RSA_NUMBERS

typedef struct {
    const char *modulus;
    uint32_t modulus_size;
    const char *exponent;
    uint32_t exponent_size;
} key_bytes;

static const key_bytes keys[] = UPDATE_CERT_RSA_NUMBERS;
static const uint8_t key_ids[][FOTA_CONTAINER_KEY_ID_SIZE] = UPDATE_CERT_RSA_KEY_IDS;

typedef struct {
    mbedtls_mpi modulus;
    mbedtls_mpi exponent;
} public_key;

int signature_rsa_keys(void)
{
    return sizeof keys / sizeof keys[0];
}

const uint8_t *signature_rsa_key_id(int key)
{
    return key_ids[key];
}

/* The byte of the one message that PKCS#1 v1.5 has for a digest: 00 01 FF ... FF 00, the name of SHA-256, the digest.
 */
static uint8_t pkcs1_byte(uint32_t at, uint32_t size, const uint8_t *digest)
{
    static const uint8_t name[] = {0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                   0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    uint32_t digest_at = size - DIGEST_SIZE;
    uint32_t name_at = digest_at - sizeof name;

    if (at >= digest_at)
        return digest[at - digest_at];
    if (at >= name_at)
        return name[at - name_at];
    return at == 0 || at == name_at - 1 ? 0 : at == 1 ? 1 : 0xFF;
}

/* Compared as a whole, so that nothing in a signature is parsed, and to its last byte. */
static int check_pkcs1_message(const uint8_t *message, uint32_t size, const uint8_t *digest)
{
    volatile uint8_t difference = 0;
    uint32_t at;

    for (at = 0; at < size; at++)
        difference |= message[at] ^ pkcs1_byte(at, size, digest);
    return at == size && difference == 0 ? 0 : MBEDTLS_ERR_MPI_BAD_INPUT_DATA;
}

/* Puts the message in the signature's place. */
static int open_signature(const public_key *key, uint8_t *signature, uint32_t size)
{
    mbedtls_mpi number;
    int result;

    mbedtls_mpi_init(&number);
    result = mbedtls_mpi_read_binary(&number, signature, size);
    if (result == 0 && mbedtls_mpi_cmp_mpi(&number, &key->modulus) >= 0)
        result = MBEDTLS_ERR_MPI_BAD_INPUT_DATA;
    if (result == 0)
        result = mbedtls_mpi_exp_mod(&number, &number, &key->exponent, &key->modulus, 0);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&number, signature, size);
    mbedtls_mpi_free(&number);
    return result;
}

static int check_pkcs1(const public_key *key, uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    int result = open_signature(key, signature, size);

    return result == 0 ? check_pkcs1_message(signature, size, digest) : result;
}

#ifndef FOTA_NO_PSS

/* Mbed TLS 3 knows that verifying is public. */
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define RSA_INIT(rsa) mbedtls_rsa_init(rsa, MBEDTLS_RSA_PKCS_V21, MBEDTLS_MD_SHA256)
#define PUBLIC_OPERATION 0, 0, MBEDTLS_RSA_PUBLIC,
#else
#define RSA_INIT(rsa) mbedtls_rsa_init(rsa), mbedtls_rsa_set_padding(rsa, MBEDTLS_RSA_PKCS_V21, MBEDTLS_MD_SHA256)
#define PUBLIC_OPERATION
#endif

static int check_pss(const public_key *key, const uint8_t *signature, const uint8_t *digest)
{
    mbedtls_rsa_context rsa;
    int result;

    RSA_INIT(&rsa);
    result = mbedtls_rsa_import(&rsa, &key->modulus, 0, 0, 0, &key->exponent);
    if (result == 0)
        result = mbedtls_rsa_rsassa_pss_verify_ext(&rsa, PUBLIC_OPERATION MBEDTLS_MD_SHA256, DIGEST_SIZE, digest,
                                                   MBEDTLS_MD_SHA256, DIGEST_SIZE, signature);
    mbedtls_rsa_free(&rsa);
    return result;
}

#endif

static int check_with(const public_key *key, uint8_t algorithm, uint8_t *signature, uint32_t size,
                      const uint8_t *digest)
{
    if (size < SMALLEST_KEY || size > LARGEST_KEY || mbedtls_mpi_size(&key->modulus) != size)
        return MBEDTLS_ERR_MPI_BAD_INPUT_DATA;
#ifndef FOTA_NO_PSS
    if (algorithm == FOTA_SIGNATURE_RSA_PSS)
        return check_pss(key, signature, digest);
#endif
    return algorithm == FOTA_SIGNATURE_RSA_PKCS1 ? check_pkcs1(key, signature, size, digest)
                                                 : MBEDTLS_ERR_MPI_BAD_INPUT_DATA;
}

static int read_number(mbedtls_mpi *number, const char *bytes, uint32_t size)
{
    return mbedtls_mpi_read_binary(number, (const uint8_t *)bytes, size);
}

int signature_check_rsa(int key, uint8_t algorithm, uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    public_key numbers;
    int result;

    mbedtls_mpi_init(&numbers.modulus);
    mbedtls_mpi_init(&numbers.exponent);
    result = read_number(&numbers.modulus, keys[key].modulus, keys[key].modulus_size);
    if (result == 0)
        result = read_number(&numbers.exponent, keys[key].exponent, keys[key].exponent_size);
    if (result == 0)
        result = check_with(&numbers, algorithm, signature, size, digest);
    mbedtls_mpi_free(&numbers.modulus);
    mbedtls_mpi_free(&numbers.exponent);
    return result;
}

#else

int signature_rsa_keys(void)
{
    return 0;
}

const uint8_t *signature_rsa_key_id(int key)
{
    (void)key;
    return 0;
}

int signature_check_rsa(int key, uint8_t algorithm, uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    (void)key, (void)algorithm, (void)signature, (void)size, (void)digest;
    return MBEDTLS_ERR_MPI_BAD_INPUT_DATA;
}

#endif
