/* Preloaded into a process, this makes a folder a disk of its own where the kernel lets nobody mount one: DISK_FOLDER names the folder,
   DISK_SIZE its size in bytes, of which each file takes whole pages as on tmpfs. Without a size it is read-only. What is replaced are the
   functions by which the .NET runtime reaches files: nm -D libSystem.Native.so. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PAGE 4096LL
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long long used;

static long long pages(long long bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }

static long long size(void)
{
    const char *text = getenv("DISK_SIZE");
    return text ? atoll(text) : 0;
}

static int inside(const char *path)
{
    const char *folder = getenv("DISK_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int read_only(const char *path)
{
    if (size() > 0 || !inside(path))
        return 0;
    errno = EROFS;
    return 1;
}

static int add(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)path, (void)walk;
    if (type == FTW_F)
        used += pages(status->st_size);
    return 0;
}

static long long available(void)
{
    used = 0;
    nftw(getenv("DISK_FOLDER"), add, 8, FTW_PHYS);
    return size() - used;
}

/* How many of the bytes that are to be written at an offset there is room for. */
static long long room(int file, long long offset, long long bytes)
{
    char link[64], path[4096];
    struct stat status;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || size() == 0)
        return bytes;
    path[length] = 0;
    if (!inside(path) || fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return bytes;
    long long end = pages(status.st_size) + available();
    return offset >= end ? 0 : bytes < end - offset ? bytes : end - offset;
}

ssize_t pwrite64(int file, const void *data, size_t bytes, off64_t offset)
{
    pthread_mutex_lock(&lock);
    long long fit = room(file, offset, (long long)bytes);
    ssize_t written = -1;
    errno = ENOSPC;
    if (fit > 0 || bytes == 0)
        written = REAL(pwrite64)(file, data, (size_t)fit, offset);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t write(int file, const void *data, size_t bytes)
{
    long long offset = lseek(file, 0, SEEK_CUR);
    pthread_mutex_lock(&lock);
    long long fit = offset < 0 ? (long long)bytes : room(file, offset, (long long)bytes);
    ssize_t written = -1;
    errno = ENOSPC;
    if (fit > 0 || bytes == 0)
        written = REAL(write)(file, data, (size_t)fit);
    pthread_mutex_unlock(&lock);
    return written;
}

int fallocate64(int file, int mode, off64_t offset, off64_t bytes)
{
    if (room(file, offset, bytes) >= bytes)
        return REAL(fallocate64)(file, mode, offset, bytes);
    errno = ENOSPC;
    return -1;
}

int statfs64(const char *path, struct statfs64 *result)
{
    int failed = REAL(statfs64)(path, result);
    if (failed == 0 && inside(path) && size() > 0)
    {
        result->f_bsize = PAGE;
        result->f_blocks = (fsblkcnt64_t)(size() / PAGE);
        result->f_bfree = result->f_bavail = (fsblkcnt64_t)(available() / PAGE);
    }
    return failed;
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
    return writes && read_only(path) ? -1 : REAL(open64)(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) { return read_only(path) ? -1 : REAL(mkdir)(path, mode); }
int unlink(const char *path) { return read_only(path) ? -1 : REAL(unlink)(path); }
int rename(const char *from, const char *to) { return read_only(from) || read_only(to) ? -1 : REAL(rename)(from, to); }
int link(const char *from, const char *to) { return read_only(to) ? -1 : REAL(link)(from, to); }
