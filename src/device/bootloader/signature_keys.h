/* The keys of update_certs.h by kind: how many, the first bytes of their ids as headers have them, and the checks,
 * which return 0, or an error of Mbed TLS. That of RSA overwrites the signature. */
#ifndef SIGNATURE_KEYS_H
#define SIGNATURE_KEYS_H

#include <stdint.h>

int signature_rsa_keys(void);
const uint8_t *signature_rsa_key_id(int key);
int signature_check_rsa(int key, uint8_t algorithm, uint8_t *signature, uint32_t size, const uint8_t *digest);

int signature_ecdsa_keys(void);
const uint8_t *signature_ecdsa_key_id(int key);
int signature_check_ecdsa(int key, const uint8_t *signature, const uint8_t *digest);

#endif
