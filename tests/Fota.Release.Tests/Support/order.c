/* Preloaded into a process, this writes down in ORDER_LOG when a file is brought to the disk and when one gets its name:
   "disk PATH", "name OLD NEW". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(const char *what, const char *first, const char *second)
{
    const char *log = getenv("ORDER_LOG");
    int file = log ? open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0)
        return;
    dprintf(file, "%s\t%s\t%s\n", what, first, second);
    close(file);
}

int fsync(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        note("disk", path, "");
    }
    return REAL(fsync)(file);
}

int rename(const char *from, const char *to)
{
    note("name", from, to);
    return REAL(rename)(from, to);
}

int link(const char *from, const char *to)
{
    note("name", from, to);
    return REAL(link)(from, to);
}
