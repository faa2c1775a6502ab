using System.Text.Json;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>
/// The bootloader's own sources with one rule broken: the sweep must find each. What it finds nothing in, it would find nothing in
/// by mistake either.
/// </summary>
[Slow]
public class BrokenRuleTests
{
    private const int KB = 1024;

    /// <summary>Far enough that the second cut falls into the next boot's first steps.</summary>
    private const int Window = 10;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 3 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", (3 * KB) + 200);

    private static readonly Dictionary<string, (string File, string Text, string Instead)[]> s_rules = new()
    {
        ["a step is marked when it is done"] =
        [
            ("one_slot.c", "    return area_erase(layout_slot(SLOT_RUNNING) + offset",
                "    if (record(user, ((const journal *)user)->entry.step + 1 - TRAILER_STEPS) != 0)\n        return -1;\n" +
                "    return area_erase(layout_slot(SLOT_RUNNING) + offset"),
            ("one_slot.c", "return journal_write(j, entry);", "return entry.step > j->entry.step ? journal_write(j, entry) : 0;"),
        ],
        ["the update is kept until a mark, or the image itself, says that it is built"] =
        [
            ("boot.c", "    set_state(j, BOOT_TRIAL);\n    if (install_is_waiting() && install_discard() != 0)\n        fota_port_stop(\"download\");\n",
                "    if (install_is_waiting() && install_discard() != 0)\n        fota_port_stop(\"download\");\n    set_state(j, BOOT_TRIAL);\n"),
            ("one_slot.c", "v == VERDICT_GOOD || v == VERDICT_LOST_UPDATE", "v == VERDICT_GOOD"),
        ],
        ["a boot that goes on says again what it has read"] =
            [("one_slot.c", "journal_renew(j) != 0", "0")],
        ["a boot never appends to what another wrote"] =
        [
            ("journal.c", "#include \"flash_area.h\"\n",
                "#include \"flash_area.h\"\n\nstatic int is_blank(uint32_t offset, uint32_t size)\n{\n    uint8_t byte;\n\n" +
                "    while (size > 0 && fota_flash_read(offset + --size, &byte, 1) == 0 && byte == 0xFF) {\n    }\n    return byte == 0xFF;\n}\n"),
            ("journal.c", "    j->next = layout_journal_size();\n",
                "    j->next = 0;\n    while (found && j->next < layout_journal_size() && !is_blank(layout_journal(j->block) + j->next, RECORD_SIZE))\n" +
                "        j->next += RECORD_SIZE;\n    if (!found)\n        j->next = layout_journal_size();\n"),
            ("journal.c", "j->next == layout_journal_size() ? journal_write(j, j->entry) : 0", "journal_write(j, j->entry)"),
        ],
        ["an update whose header is in the trailer may go on"] =
            [("one_slot.c", "check(update, trailer_is_written())", "check(update, 0 * trailer_is_written())")],
    };

    public static TheoryData<string> Names => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bootloader_that_breaks_a_rule_is_found_by_the_sweep(string rule)
    {
        JsonElement report = await OneSlotSweep.RunAsync(s_old, s_new, KB, unit: 8, erased: 0xFF, Window, stride: 1, s_rules[rule]);

        Assert.True(report.GetProperty("failures").GetInt32() == 1, "Nobody noticed that this does not hold: " + rule);
    }

    [Fact]
    public async Task The_bootloader_as_it_is_passes_the_same_sweep()
    {
        JsonElement report = await OneSlotSweep.RunAsync(s_old, s_new, KB, unit: 8, erased: 0xFF, Window, Sweep.Of(sample: 4, whole: 1));

        Assert.InRange(report.GetProperty("runs").GetInt32(), 3000, 100_000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }
}
