/* What a board gives to the bootloader: docs/porting.md takes you through it.
 *
 * The flash is read, erased and programmed through functions, so that it may lie behind a bus. Offsets are yours: from
 * the flash's start, or whatever your functions take. All that the board gives is fixed at build time; the bootloader
 * itself has no variables.
 */
#ifndef FOTA_PORT_H
#define FOTA_PORT_H

#include <stdint.h>

/* Most bytes that are programmed at once. A row begins at a multiple of so many. */
enum { FOTA_FLASH_ROW = 256 };

typedef struct {
    uint32_t offset;
    uint32_t size;
} fota_area;

/* The flash, and what lies where. Each area is whole sectors, and each block of slots and spare too: where sectors
 * differ, a block is as large as the largest, and may be several small ones.
 */
typedef struct {
    uint32_t program_unit; /* bytes that are programmed at once, and only once: 1 to 32, a power of two */
    uint32_t erase_value;  /* what erased flash reads: 0xFF or 0x00 */
    uint32_t block_size;   /* a sector, or several: at least 1024 bytes; with one slot at least a row */
    uint32_t note_size;    /* bytes of a trailer: a block, or, with one slot whose blocks are smaller, sectors of together
                            * 1024 bytes: a header with its signature must fit */
    fota_area slots[2];    /* of one size; the last note_size bytes of each hold its trailer. The second has size 0 where
                            * the image is replaced where it lies */
    fota_area spare;       /* a block; size 0 with one slot */
    fota_area journal;     /* three places of one size, each of whole sectors: at least 1024 bytes, for many marks, so
                            * that they do not wear out their flash */
    fota_area download;    /* where the application stores update.fota */
} fota_partitions;

/* The table. It never changes. */
const fota_partitions *fota_port_partitions(void);

/* Functions of the flash return 0, or anything else when they failed. */
int fota_flash_read(uint32_t offset, void *data, uint32_t length);

/* Erases the sector at an offset. */
int fota_flash_erase(uint32_t offset);

/* Bytes of the sector at an offset: so many are erased at once. */
uint32_t fota_flash_sector_size(uint32_t offset);

/* Programs whole units of erased flash, all in one row. */
int fota_flash_program(uint32_t offset, const void *data, uint32_t length);

/* RAM that nothing else uses while the bootloader runs, aligned to 8 bytes: for signatures and decoders. */
uint8_t *fota_port_heap(uint32_t *size);

/* Starts the image in slot 0. */
__attribute__((noreturn)) void fota_port_start(void);

/* Starts again at the bootloader. */
__attribute__((noreturn)) void fota_port_reset(void);

/* There is nothing to start, or the flash fails. Wait for somebody with a cable, or reset after a while. */
__attribute__((noreturn)) void fota_port_stop(const char *reason);

/* There is no way back from a version that did not confirm, nothing to start, or an update got lost while the image was
 * replaced where it lies. Stores an update in the download area, from a link of the board's own, and returns 1; returns 0
 * where there is none. Called at each such boot, so give up in time.
 */
int fota_port_recover(void);

/* Starts or stops the watchdog, which resets a new version that hangs before it confirms. */
void fota_port_watchdog(int on);

/* What happens, for whoever wants to see it: an event, and a figure with its name, or 0 for none. */
void fota_port_tell(const char *event, const char *name, uint32_t figure);

/* An update was refused. */
void fota_port_refused(const char *reason);

/* So many bytes of the heap were in use at once. */
void fota_port_heap_used(uint32_t bytes);

typedef enum {
    FOTA_PHASE_BOOT,
    FOTA_PHASE_CHECK,
    FOTA_PHASE_PATCH,
    FOTA_PHASE_VERIFY,
    FOTA_PHASE_SWAP,
    FOTA_PHASE_HASH,     /* within a phase: an image or a payload is hashed */
    FOTA_PHASE_SIGNATURE /* within a phase: a signature is checked */
} fota_phase;

/* What begins, for those who count. */
void fota_port_phase(fota_phase phase);

#endif
