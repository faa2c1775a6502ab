#include "mbedtls/ecdsa.h"

#include "signature.h"
#include "signature_keys.h"
#include "update_certs.h"

#ifdef UPDATE_CERT_EC_XS

static const char *const xs[] = UPDATE_CERT_EC_XS;
static const char *const ys[] = UPDATE_CERT_EC_YS;

int signature_ecdsa_keys(void)
{
    return sizeof xs / sizeof xs[0];
}

int signature_check_ecdsa(int key, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    mbedtls_ecdsa_context ecdsa;
    int result;

    mbedtls_ecdsa_init(&ecdsa);
    result = mbedtls_ecp_group_load(&ecdsa.grp, MBEDTLS_ECP_DP_SECP256R1);
    if (result == 0)
        result = mbedtls_ecp_point_read_string(&ecdsa.Q, 16, xs[key], ys[key]);
    if (result == 0)
        result = mbedtls_ecdsa_read_signature(&ecdsa, digest, DIGEST_SIZE, signature, size);
    mbedtls_ecdsa_free(&ecdsa);
    return result;
}

#else

int signature_ecdsa_keys(void)
{
    return 0;
}

int signature_check_ecdsa(int key, const uint8_t *signature, uint32_t size, const uint8_t *digest)
{
    (void)key, (void)signature, (void)size, (void)digest;
    return MBEDTLS_ERR_ECP_VERIFY_FAILED;
}

#endif
