/* Files of the host, and whether the region holds one. */
#ifndef INPLACE_FILES_H
#define INPLACE_FILES_H

#include <stdint.h>

typedef struct {
    uint8_t *data;
    uint32_t size;
} file;

/* Reads a whole file. Exits when that fails. */
file file_load(const char *path);

/* Whether the region begins with a file's bytes. */
int file_is_installed(const file *image);

#endif
