/* Arm semihosting: how the device reports to the host and ends. */
#ifndef SEMIHOST_H
#define SEMIHOST_H

void semihost_write(const char *text);

__attribute__((noreturn)) void semihost_exit(int code);

#endif
