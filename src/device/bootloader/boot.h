/* The bootloader. */
#ifndef BOOT_H
#define BOOT_H

/* From reset on: finishes what the journal says, and starts the application. */
__attribute__((noreturn)) void boot(void);

/* What the application calls; see fota_boot.h. They use no RAM but their caller's stack. */
int boot_update_waiting(void);
void boot_install(void);
int boot_confirm(void);

#endif
