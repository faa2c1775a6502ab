/* Digests and signatures, by Mbed TLS, with the keys of the generated update_certs.h. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdint.h>

#include "fota_container.h"
#include "verdict.h"

enum { DIGEST_SIZE = 32 };

void digest_of(const void *data, uint32_t length, uint8_t digest[DIGEST_SIZE]);

/* Whether two digests are the same. Looks at every byte, so that no early end can be provoked. */
int digest_is(const uint8_t digest[DIGEST_SIZE], const uint8_t expected[DIGEST_SIZE]);

/* Whether the key that a header names signed it. The bytes of the header are followed by the signature. */
verdict signature_check(const fota_container *header, const uint8_t *bytes);

#endif
