/* The keys of update_certs.h by kind. The checks return 0, or an error of Mbed TLS. */
#ifndef SIGNATURE_KEYS_H
#define SIGNATURE_KEYS_H

#include <stdint.h>

int signature_rsa_keys(void);
int signature_check_rsa(int key, uint8_t algorithm, const uint8_t *signature, uint32_t size, const uint8_t *digest);

int signature_ecdsa_keys(void);
int signature_check_ecdsa(int key, const uint8_t *signature, uint32_t size, const uint8_t *digest);

#endif
