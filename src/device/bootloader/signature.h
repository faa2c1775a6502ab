/* Digests and signatures, by Mbed TLS, with the keys of the generated update_certs.h. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdint.h>

#include "mbedtls/sha256.h"

#include "fota_container.h"
#include "verdict.h"

enum { DIGEST_SIZE = 32 };

/* A digest of what comes piece by piece. */
typedef mbedtls_sha256_context digest_state;

void digest_begin(digest_state *state);
void digest_add(digest_state *state, const void *data, uint32_t length);
void digest_end(digest_state *state, uint8_t digest[DIGEST_SIZE]);

void digest_of(const void *data, uint32_t length, uint8_t digest[DIGEST_SIZE]);

/* Whether two digests are the same. Looks at every byte, so that no early end can be provoked. */
int digest_is(const uint8_t digest[DIGEST_SIZE], const uint8_t expected[DIGEST_SIZE]);

/* Whether the key that a header names signed it. The bytes of the header are followed by the signature. */
verdict signature_check(const fota_container *header, const uint8_t *bytes);

#endif
