#include "mbedtls/md.h"
#include "mbedtls/rsa.h"

#include "fota_container.h"
#include "signature.h"
#include "signature_keys.h"
#include "update_certs.h"

enum { SMALLEST_KEY = 256, LARGEST_KEY = 512 };

#ifdef UPDATE_CERT_MODULI

static const char *const moduli[] = UPDATE_CERT_MODULI;
static const char *const exponents[] = UPDATE_CERT_EXPONENTS;
static const uint8_t key_ids[][FOTA_CONTAINER_KEY_ID_SIZE] = UPDATE_CERT_RSA_KEY_IDS;

int signature_rsa_keys(void)
{
    return sizeof moduli / sizeof moduli[0];
}

const uint8_t *signature_rsa_key_id(int key)
{
    return key_ids[key];
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

int signature_check_rsa(int key, uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    mbedtls_rsa_context rsa;
    int result;

    mbedtls_rsa_init(&rsa, MBEDTLS_RSA_PKCS_V15, 0);
    result = load_key(&rsa, key);
    if (result == 0 && (rsa.len != size || size < SMALLEST_KEY || size > LARGEST_KEY))
        result = MBEDTLS_ERR_RSA_VERIFY_FAILED;
    if (result == 0)
        result = check_with(&rsa, algorithm, signature, digest);
    mbedtls_rsa_free(&rsa);
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

int signature_check_rsa(int key, uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    (void)key, (void)algorithm, (void)signature, (void)size, (void)digest;
    return MBEDTLS_ERR_RSA_VERIFY_FAILED;
}

#endif
