/* CRC-32 of IEEE 802.3. */
#ifndef CRC32_H
#define CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Continues a CRC with more data; begin with 0. */
uint32_t crc32(uint32_t crc, const void *data, size_t size);

#endif
