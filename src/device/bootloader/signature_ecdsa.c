#include "fota_container.h"
#include "signature.h"
#include "signature_keys.h"
#include "update_certs.h"

#ifdef UPDATE_CERT_EC_XS

#include "mbedtls/ecdsa.h"

enum { NUMBER_SIZE = 32 };

static const char *const xs[] = UPDATE_CERT_EC_XS;
static const char *const ys[] = UPDATE_CERT_EC_YS;
static const uint8_t key_ids[][FOTA_CONTAINER_KEY_ID_SIZE] = UPDATE_CERT_EC_KEY_IDS;

int signature_ecdsa_keys(void)
{
    return sizeof xs / sizeof xs[0];
}

const uint8_t *signature_ecdsa_key_id(int key)
{
    return key_ids[key];
}

static int check_with(mbedtls_ecp_group *group, const mbedtls_ecp_point *point, const uint8_t *signature,
                      const uint8_t *digest)
{
    mbedtls_mpi r;
    mbedtls_mpi s;
    int result;

    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    result = mbedtls_mpi_read_binary(&r, signature, NUMBER_SIZE);
    if (result == 0)
        result = mbedtls_mpi_read_binary(&s, signature + NUMBER_SIZE, NUMBER_SIZE);
    if (result == 0)
        result = mbedtls_ecdsa_verify(group, digest, DIGEST_SIZE, point, &r, &s);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    return result;
}

int signature_check_ecdsa(int key, const uint8_t *signature, const uint8_t *digest)
{
    mbedtls_ecp_group group;
    mbedtls_ecp_point point;
    int result;

    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&point);
    result = mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_SECP256R1);
    if (result == 0)
        result = mbedtls_ecp_point_read_string(&point, 16, xs[key], ys[key]);
    if (result == 0)
        result = check_with(&group, &point, signature, digest);
    mbedtls_ecp_group_free(&group);
    mbedtls_ecp_point_free(&point);
    return result == MBEDTLS_ERR_ECP_ALLOC_FAILED ? MBEDTLS_ERR_MPI_ALLOC_FAILED : result;
}

#else

int signature_ecdsa_keys(void)
{
    return 0;
}

const uint8_t *signature_ecdsa_key_id(int key)
{
    (void)key;
    return 0;
}

/* There is no key that it could be called with. */
int signature_check_ecdsa(int key, const uint8_t *signature, const uint8_t *digest)
{
    (void)key, (void)signature, (void)digest;
    return -1;
}

#endif
