using Fota.Errors;
using Fota.Release.Images.Elf;
using Fota.Release.Trials;

namespace Fota.Emulator.Tests;

/// <summary>Firmware for an emulated Cortex-M0: what its functions hold, executed or not.</summary>
public class CoreCheckTests
{
    private static readonly DeviceProfile s_m0 = new() { Cpu = DeviceCpu.CortexM0 };

    // A function that nothing calls; constants and a jump table between instructions; libgcc and newlib.
    private const string Source = """
        #include <stdio.h>
        unsigned quotient(unsigned a, unsigned b) { return a / b; }
        const char *name(int n) { switch (n) { case 0: return "a"; case 1: return "b"; case 2: return "c"; case 3: return "d"; case 7: return "h"; default: return 0; } }
        unsigned constant(void) { return 0xF8DFF8DFu; }
        int main(void) { char text[40]; return snprintf(text, sizeof text, "%f", 1.5); }
        """;

    [Theory]
    [InlineData("cortex-m0", "--specs=nano.specs")]
    [InlineData("cortex-m0plus", "-lc")]
    public async Task Code_of_a_Cortex_M0_passes_with_its_libraries(string cpu, string library) =>
        CoreCheck.Require(await LinkAsync(cpu, Source, library, "--specs=nosys.specs"), s_m0);

    [Fact]
    public async Task A_function_of_a_larger_core_is_named_although_nothing_calls_it()
    {
        ElfFile file = await LinkAsync("cortex-m3", "unsigned quotient(unsigned a, unsigned b) { return a / b; } int main(void) { return 0; }");

        FotaException error = Assert.Throws<FotaException>(() => CoreCheck.Require(file, s_m0));

        Assert.Equal(EmulatorErrors.WrongCore, error.Code);
        Assert.Contains("cortex-m0 does not have: 0xFBB0F0F1 at 0x", error.Message, StringComparison.Ordinal);
        Assert.Contains(" in quotient.", error.Message, StringComparison.Ordinal);
        CoreCheck.Require(file, new DeviceProfile());
    }

    /// <summary>One at the end of a function, behind data; and the same bits as data.</summary>
    [Theory]
    [InlineData("mov.w r0, #256", true)]
    [InlineData(".short 0xF44F, 0x7080", false)]
    public async Task Code_is_told_from_data_among_it(string last, bool isRefused)
    {
        string source = $$"""
            __asm__(".syntax unified\n.thumb\n.arch armv7-m\n.type late, %function\n.thumb_func\nlate: bx lr\n.align 2\n.word 0xF8DFF8DF\n{{last}}\n.size late, . - late\n");
            int main(void) { return 0; }
            """;
        ElfFile file = await LinkAsync("cortex-m0", source);

        if (isRefused)
            Assert.Equal(EmulatorErrors.WrongCore, Assert.Throws<FotaException>(() => CoreCheck.Require(file, s_m0)).Code);
        else
            CoreCheck.Require(file, s_m0);
    }

    private static async Task<ElfFile> LinkAsync(string cpu, string source, params string[] more)
    {
        string folder = TemporaryFolder.UntilExit(), file = Path.Combine(folder, "main.c");
        await File.WriteAllTextAsync(file, source, TestContext.Current.CancellationToken);
        await Firmware.LinkAsync(folder, ["-mcpu=" + cpu, "-mthumb", "-Os", "-nostartfiles", "-Wl,-e,main", .. more.Length == 0 ? ["-nostdlib"] : more, file]);
        string elf = Path.Combine(folder, "app.elf");
        return ElfFile.Parse(await File.ReadAllBytesAsync(elf, TestContext.Current.CancellationToken), elf);
    }
}
