#include "inplace_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inplace_flash.h"

enum { MAX_SIZE = 1 << 21 };

file file_load(const char *path)
{
    FILE *stream = fopen(path, "rb");
    file f = {malloc(MAX_SIZE), 0};

    if (!stream || !f.data) {
        perror(path);
        exit(2);
    }
    f.size = (uint32_t)fread(f.data, 1, MAX_SIZE, stream);
    fclose(stream);
    return f;
}

int file_is_installed(const file *image)
{
    uint8_t row[256];
    uint32_t at;

    for (at = 0; at < image->size; at += sizeof row) {
        uint32_t part = image->size - at < sizeof row ? image->size - at : (uint32_t)sizeof row;

        nor_read(at, row, part);
        if (memcmp(row, image->data + at, part) != 0)
            return 0;
    }
    return 1;
}
