/* Digests and signatures, by Mbed TLS, with the keys of the generated update_certs.h. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdint.h>

#include "verdict.h"

enum { DIGEST_SIZE = 32 };

void digest_of(const void *data, uint32_t length, uint8_t digest[DIGEST_SIZE]);

/* Whether one of the keys made the signature. */
verdict signature_check(uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t digest[DIGEST_SIZE]);

#endif
