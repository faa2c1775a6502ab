/* What the bootloader of the emulated device offers to the application.
 *
 * The application checks the magic, so that the same image also runs where this bootloader is not:
 *
 *     const fota_boot_services *boot = fota_boot();
 *     if (boot) {
 *         boot->confirm();
 *         if (boot->update_waiting())
 *             boot->install();
 *     }
 */
#ifndef FOTA_BOOT_H
#define FOTA_BOOT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint32_t magic;              /* FOTA_BOOT_MAGIC */
    uint32_t version;            /* FOTA_BOOT_VERSION */
    int (*update_waiting)(void); /* 1 when a downloaded update.fota waits to be installed, else 0 */
    void (*install)(void);       /* resets into the installer; does not return */
    int (*confirm)(void); /* keeps the image that runs; 0 when done. Unconfirmed, it is rolled back at the next boot */
} fota_boot_services;

#define FOTA_BOOT_MAGIC 0x544F4F42u /* "BOOT" */
#define FOTA_BOOT_VERSION 1u

/* Where the services lie: in the bootloader's ROM, behind the vector table. */
#define FOTA_BOOT_ADDRESS 0x00000200u

/* Compilers take an access through a low constant address for one through null, hence the detour. */
static inline const fota_boot_services *fota_boot_at(uintptr_t address)
{
    volatile uintptr_t hidden = address;

    return (const fota_boot_services *)hidden;
}

/* The services without a check. */
#define FOTA_BOOT_SERVICES fota_boot_at(FOTA_BOOT_ADDRESS)

/* The services, or null where there is no such bootloader. */
static inline const fota_boot_services *fota_boot(void)
{
    const fota_boot_services *services = FOTA_BOOT_SERVICES;

    if (services->magic != FOTA_BOOT_MAGIC || services->version != FOTA_BOOT_VERSION)
        return 0;
    return services;
}

#ifdef __cplusplus
}
#endif

#endif
