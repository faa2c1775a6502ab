/* The emulated device: its memory map, and the control block that it shares with the host.
 *
 * Flash is a file of the host, mapped into the machine. Behind the flash, where the device itself cannot look, the same
 * file holds the control block: the host writes the profile and the scenario there, and reads what happened.
 * src/Fota.Emulator writes the same fields at the same offsets.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdint.h>

#include "fota_port.h"

/* The board with a Cortex-M33 has its large memories elsewhere than those with an M3 and an M4. */
#ifdef __ARM_ARCH_8M_MAIN__
#define FLASH_BASE 0x80000000u
#define RAM_BASE 0x28000000u
#else
#define FLASH_BASE 0x21000000u
#define RAM_BASE 0x20000000u
#endif
#define FLASH_MAX_SIZE 0x00200000u
#define RAM_MAX_SIZE 0x00100000u
#define ROM_SIZE 0x00040000u

#define HARNESS_OFFSET 0x00800000u
#define HARNESS_SIZE 0x00800000u
#define HARNESS_BASE (FLASH_BASE + HARNESS_OFFSET)

/* Parts of the harness area. */
#define ERASE_COUNT_OFFSET 0x00010000u   /* a 32-bit counter for each sector */
#define PROGRAM_COUNT_OFFSET 0x00020000u /* a 32-bit counter for each sector */
#define UNIT_MAP_OFFSET 0x00100000u      /* a byte for each program unit: programmed since its erase */
#define UNDECIDED_OFFSET 0x00400000u     /* a byte for each of the flash: bits that read at random after a reset */
#define PRISTINE_OFFSET 0x00200000u      /* a copy of the flash, which a sweep starts each run from */

#define CONTROL_MAGIC 0x41544F46u

/* How a flash operation ends when the power goes. */
enum {
    CUT_BEFORE = 0,
    CUT_TORN = 1,
    CUT_AFTER = 2,
    CUT_NEARLY = 3, /* done, but for one byte that is undecided */
    CUT_BARELY = 4, /* nothing is to be seen, but the unit is spent, or a byte undecided */
    CUT_MODES
};

/* So many sectors of one size beside each other. */
typedef struct {
    uint32_t size;
    uint32_t count;
} sector_run;

enum { MOST_SECTOR_RUNS = 8 };

typedef struct {
    uint32_t magic;

    /* The profile: bytes. */
    uint32_t ram_size;
    uint32_t flash_size;
    sector_run sectors[MOST_SECTOR_RUNS];
    uint32_t program_unit;
    uint32_t erase_value; /* 0xFF or 0x00 */
    fota_partitions partitions;

    /* The scenario. */
    uint32_t never_confirm; /* a new version is reset before it confirms */
    uint32_t cut_at;        /* the power goes at this flash operation, counted from 1; 0: never */
    uint32_t cut_mode;
    uint32_t second_cut; /* and again so many operations after the first cut; 0: never */
    uint32_t second_cut_mode;
    uint32_t has_link; /* somebody answers the recovery loader */
    uint32_t sweep; /* restore the pristine flash after each run and cut one operation later */

    /* What happened. */
    uint32_t operations;
    uint32_t erases;
    uint32_t programs;
    uint32_t programmed_bytes;
    uint32_t violations; /* uses of the flash that real flash would not bear */
    uint32_t boots;
    uint32_t cuts;
    uint32_t random;
    uint32_t stack_peak;
    uint32_t heap_peak;
    uint32_t sweep_total;
    uint32_t sweep_failed;
    uint32_t undecided; /* bytes that have undecided bits */
} device_control;

#define CONTROL ((volatile device_control *)(uintptr_t)HARNESS_BASE)
#define ERASE_COUNTS ((volatile uint32_t *)(uintptr_t)(HARNESS_BASE + ERASE_COUNT_OFFSET))
#define PROGRAM_COUNTS ((volatile uint32_t *)(uintptr_t)(HARNESS_BASE + PROGRAM_COUNT_OFFSET))
#define UNDECIDED ((volatile uint8_t *)(uintptr_t)(HARNESS_BASE + UNDECIDED_OFFSET))
#define UNIT_MAP ((volatile uint8_t *)(uintptr_t)(HARNESS_BASE + UNIT_MAP_OFFSET))

/* The device's own view of its flash. */
static inline const uint8_t *flash_at(uint32_t offset)
{
    return (const uint8_t *)(uintptr_t)(FLASH_BASE + offset);
}

#endif
