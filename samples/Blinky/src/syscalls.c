/* What newlib asks of its system: a console to write to and a heap to grow. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "board.h"

extern char link_heap_start[], link_heap_end[];

int _write(int file, const char *data, int size);
void *_sbrk(ptrdiff_t increment);
int _read(int file, char *data, int size);
int _close(int file);
int _fstat(int file, struct stat *status);
int _isatty(int file);
int _lseek(int file, int offset, int whence);

int _write(int file, const char *data, int size)
{
    (void)file;
    for (int i = 0; i < size; i++) {
        if (data[i] == '\n')
            board_uart_put('\r');
        board_uart_put(data[i]);
    }
    return size;
}

/* newlib formats floating-point numbers with a little memory of its own. */
void *_sbrk(ptrdiff_t increment)
{
    static char *end = link_heap_start;
    if (increment > link_heap_end - end || increment < link_heap_start - end) {
        errno = ENOMEM;
        return (void *)-1;
    }
    char *start = end;
    end += increment;
    return start;
}

int _read(int file, char *data, int size)
{
    (void)file;
    (void)data;
    (void)size;
    return 0; /* the shell reads the UART itself */
}

int _close(int file)
{
    (void)file;
    return -1;
}

int _fstat(int file, struct stat *status)
{
    (void)file;
    status->st_mode = S_IFCHR;
    return 0;
}

int _isatty(int file)
{
    (void)file;
    return 1;
}

int _lseek(int file, int offset, int whence)
{
    (void)file;
    (void)offset;
    (void)whence;
    return 0;
}

/* newlib ends a program by a signal; this device restarts. */
void abort(void)
{
    board_reset();
}
