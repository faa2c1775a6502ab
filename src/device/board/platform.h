/* What differs between the emulated microcontroller and the same code on the host. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stdint.h>

/* Writes text to the report. */
void platform_write(const char *text);

/* Ends the emulation. */
__attribute__((noreturn)) void platform_exit(int code);

/* Starts again at the bootloader; what lies in RAM is lost. */
__attribute__((noreturn)) void platform_reset(void);

/* Opens or closes the fence around the flash, for the flash driver alone. */
void platform_flash_writable(int writable);

/* Runs the image in slot 0 if it was linked for this board, and then does not return. */
void platform_start_application(void);

/* Starts or stops the watchdog, which resets a new version that hangs before it confirms. */
void platform_watchdog(int on);

/* The link of the recovery loader, a byte at a time; waits for the other side. */
void platform_link_send(uint8_t byte);
uint8_t platform_link_receive(void);

/* The RAM that nothing else uses: the heap of the signature check. */
uint8_t *platform_heap(uint32_t *size);

/* The deepest use of the installer's stack so far, in bytes. */
uint32_t platform_stack_peak(void);

/* RAM that is never free: data and zero-initialised data, in bytes. */
uint32_t platform_static_ram(void);

/* Markers, for those who count instructions by phase. What the model itself costs is the harness's part. */
void phase_boot(void);
void phase_check(void);
void phase_patch(void);
void phase_verify(void);
void phase_swap(void);
void phase_application(void);
void phase_hash(void);      /* within a phase: an image or a payload is hashed */
void phase_signature(void); /* within a phase: a signature is checked */
void phase_harness_begin(void);
void phase_harness_end(void);

#endif
