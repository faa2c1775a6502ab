/* Digests and signatures, by Mbed TLS, with the keys of the generated update_certs.h. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdint.h>

#include "fota_container.h"
#include "fota_sha256.h"
#include "verdict.h"

enum { DIGEST_SIZE = 32 };

/* A digest of what comes piece by piece. */
typedef mbedtls_sha256_context digest_state;

void digest_begin(digest_state *state);
void digest_add(digest_state *state, const void *data, uint32_t length);
void digest_end(digest_state *state, uint8_t digest[DIGEST_SIZE]);

/* Whether two digests are the same. Looks at every byte, so that no early end can be provoked. */
int digest_is(const uint8_t digest[DIGEST_SIZE], const uint8_t expected[DIGEST_SIZE]);

/* Whether what lies in the flash has a digest; otherwise that verdict, or that the flash cannot be read. */
verdict digest_check(uint32_t offset, uint32_t length, const uint8_t expected[DIGEST_SIZE], verdict otherwise);

/* Whether the key that a header names signed it. It lies at the offset, and its signature behind it. */
verdict signature_check(const fota_container *header, uint32_t offset);

#endif
