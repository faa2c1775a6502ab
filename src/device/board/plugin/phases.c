/* A TCG plugin for QEMU (API version 1, QEMU 7.2 and later): counts the instructions of each phase, and finds those
 * that the device's core would not have where the board's is larger.
 *
 * The firmware calls an empty function when a phase begins; the plugin finds those by their symbols. Distributions ship
 * no header for plugins, so the few functions that are used are declared here.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
typedef struct translation_block translation_block;
typedef struct instruction instruction;
typedef void (*block_callback)(plugin_id id, translation_block *block);
typedef void (*execute_callback)(unsigned int cpu, void *user);
typedef void (*exit_callback)(plugin_id id, void *user);

enum { NO_REGISTERS = 0, INLINE_ADD = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, block_callback callback);
size_t qemu_plugin_tb_n_insns(const translation_block *block);
instruction *qemu_plugin_tb_get_insn(const translation_block *block, size_t index);
const char *qemu_plugin_insn_symbol(const instruction *insn);
const void *qemu_plugin_insn_data(const instruction *insn);
uint64_t qemu_plugin_insn_vaddr(const instruction *insn);
void qemu_plugin_register_vcpu_insn_exec_cb(instruction *insn, execute_callback callback, int flags, void *user);
void qemu_plugin_register_vcpu_tb_exec_inline(translation_block *block, int operation, void *counter, uint64_t add);
void qemu_plugin_register_atexit_cb(plugin_id id, exit_callback callback, void *user);

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

typedef struct {
    const char *symbol;
    const char *name;
    uint64_t instructions;
    unsigned int hashes;
    unsigned int signatures;
} phase;

static phase phases[] = {
    {"phase_boot", "boot", 0, 0, 0},   {"phase_check", "check", 0, 0, 0},
    {"phase_patch", "patch", 0, 0, 0}, {"phase_verify", "verify", 0, 0, 0},
    {"phase_swap", "swap", 0, 0, 0},   {"phase_application", "application", 0, 0, 0},
};

enum { PHASES = sizeof phases / sizeof phases[0] };

static phase harness;
static phase *current = &phases[0];
static phase *outside_harness;
static unsigned int depth; /* of the harness: a report reads the flash */
static uint64_t executed;
static uint64_t attributed;
static FILE *output;
static bool is_armv6m;
static bool found_foreign;

/* ARMv6-M Architecture Reference Manual, A5.2: of 16 bits all but compare-and-branch and if-then; of 32 bits BL, MSR,
 * MRS, the barriers and UDF.
 */
static bool armv6m_has(uint32_t first, uint32_t second, bool is_wide)
{
    if (!is_wide)
        return (first & 0xF500) != 0xB100 && ((first & 0xFF00) != 0xBF00 || (first & 0x000F) == 0);
    if ((second & 0xD000) == 0xD000)
        return (first & 0xF800) == 0xF000;
    if ((second & 0xD000) != 0x8000)
        return false;
    return (first & 0xFFE0) == 0xF380 || first == 0xF3EF || (first == 0xF3BF && (second & 0x00F0) >= 0x0040) ||
           (first & 0xFFF0) == 0xF7F0;
}

/* Notes the first. What is translated is executed: a block ends at its first branch. The size of the data is no help,
 * for at the end of a page it may hold a halfword more. */
static void look_for_foreign(const instruction *insn)
{
    const uint8_t *bytes = qemu_plugin_insn_data(insn);
    uint32_t first = (uint32_t)(bytes[0] | bytes[1] << 8);
    bool is_wide = first >= 0xE800;
    uint32_t second = is_wide ? (uint32_t)(bytes[2] | bytes[3] << 8) : 0;

    if (found_foreign || armv6m_has(first, second, is_wide))
        return;
    found_foreign = true;
    fprintf(output, "{\"foreign\":%u,\"address\":%llu}\n", is_wide ? first << 16 | second : first,
            (unsigned long long)qemu_plugin_insn_vaddr(insn));
}

static void attribute(void)
{
    current->instructions += executed - attributed;
    attributed = executed;
}

static void on_phase(unsigned int cpu, void *user)
{
    (void)cpu;
    attribute();
    current = user;
    depth = 0; /* a reset leaves whatever the harness was in */
}

static void on_harness_begin(unsigned int cpu, void *user)
{
    (void)cpu;
    (void)user;
    attribute();
    if (depth++ == 0)
        outside_harness = current;
    current = &harness;
}

static void on_harness_end(unsigned int cpu, void *user)
{
    (void)cpu;
    (void)user;
    attribute();
    if (depth > 0 && --depth == 0)
        current = outside_harness;
}

static void on_hash(unsigned int cpu, void *user)
{
    (void)cpu;
    (void)user;
    current->hashes++;
}

static void on_signature(unsigned int cpu, void *user)
{
    (void)cpu;
    (void)user;
    current->signatures++;
}

static void watch(instruction *insn, const char *symbol)
{
    int i;

    if (strcmp(symbol, "phase_harness_begin") == 0)
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_harness_begin, NO_REGISTERS, 0);
    if (strcmp(symbol, "phase_harness_end") == 0)
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_harness_end, NO_REGISTERS, 0);
    if (strcmp(symbol, "phase_hash") == 0)
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_hash, NO_REGISTERS, 0);
    if (strcmp(symbol, "phase_signature") == 0)
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_signature, NO_REGISTERS, 0);
    for (i = 0; i < PHASES; i++) {
        if (strcmp(symbol, phases[i].symbol) == 0)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_phase, NO_REGISTERS, &phases[i]);
    }
}

static void on_translate(plugin_id id, translation_block *block)
{
    size_t count = qemu_plugin_tb_n_insns(block);
    size_t i;

    (void)id;
    qemu_plugin_register_vcpu_tb_exec_inline(block, INLINE_ADD, &executed, count);
    for (i = 0; i < count; i++) {
        instruction *insn = qemu_plugin_tb_get_insn(block, i);
        const char *symbol = qemu_plugin_insn_symbol(insn);

        if (symbol)
            watch(insn, symbol);
        if (is_armv6m)
            look_for_foreign(insn);
    }
}

static void at_end(plugin_id id, void *user)
{
    int i;

    (void)id;
    (void)user;
    attribute();
    for (i = 0; i < PHASES; i++)
        fprintf(output, "{\"phase\":\"%s\",\"instructions\":%llu,\"hashes\":%u,\"signatures\":%u}\n", phases[i].name,
                (unsigned long long)phases[i].instructions, phases[i].hashes, phases[i].signatures);
    fclose(output);
}

EXPORT int qemu_plugin_install(plugin_id id, const void *info, int count, char **arguments)
{
    int i;

    (void)info;
    for (i = 0; i < count; i++) {
        if (strncmp(arguments[i], "out=", 4) == 0)
            output = fopen(arguments[i] + 4, "w");
        is_armv6m |= strcmp(arguments[i], "core=armv6m") == 0;
    }
    if (!output)
        return -1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
    qemu_plugin_register_atexit_cb(id, at_end, 0);
    return 0;
}
