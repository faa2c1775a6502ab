using System.Globalization;
using System.Text.RegularExpressions;

namespace Fota.Emulator.Tests;

/// <summary>docs/porting.md: its port is all that the bootloader needs of a board, and takes the flash that the page says.</summary>
public partial class PortingTests
{
    private static readonly string s_page = Repository.Read("docs", "porting.md");

    /// <summary>Only the folders lib and bootloader are known to the compiler: a bootloader that asks the emulated board for anything does not compile.</summary>
    [Theory]
    [InlineData("cortex-m0", 1)]
    [InlineData("cortex-m4", 2)]
    public async Task The_port_of_the_page_links_and_is_as_large_as_documented(string cpu, int column)
    {
        string folder = TemporaryFolder.UntilExit(), elf = Path.Combine(folder, "bootloader.elf");
        foreach (Match file in Block().Matches(s_page))
            await WriteAsync(folder, file.Groups[1].Value, file.Groups[2].Value);
        // What a vendor's library would have.
        await WriteAsync(folder, "chip.c", """
            #include "chip.h"
            int chip_erase_page(uint32_t page) { (void)page; return 0; }
            int chip_program(uint32_t address, uint64_t unit) { (void)address, (void)unit; return 0; }
            void chip_start(uint32_t vectors) { (void)vectors; for (;;) { } }
            void chip_reset(void) { for (;;) { } }
            void chip_sleep_and_reset(void) { for (;;) { } }
            void chip_watchdog(int on) { (void)on; }
            """);
        string device = UpdateKit.Tools.DeviceSources;
        string[] own = [.. Sources(Path.Combine(device, "lib")), .. Sources(Path.Combine(device, "bootloader")), .. Sources(folder)];

        await ExternalProgram.RunAsync(UpdateKit.Tools.CrossCompiler, [
            "-std=gnu99", "-mcpu=" + cpu, "-mthumb", "-Os", "-ffunction-sections", "-fdata-sections", "--specs=nano.specs", "-nostartfiles",
            "-Wl,--gc-sections,-e,main,--defsym=heap_start=0x20001000,--defsym=heap_end=0x20002800",
            "-I", folder, .. UpdateKit.Includes, "-I", Path.Combine(UpdateKit.Tools.MbedTls, "include"),
            "-I", Path.GetDirectoryName(UpdateKit.Certs)!, "-DMBEDTLS_CONFIG_FILE=\"fota_mbedtls_config.h\"", "-o", elf,
            .. own, .. MbedTlsSources.Files.Select(file => Path.Combine(UpdateKit.Tools.MbedTls, "library", file))]);

        string sizes = await ExternalProgram.RunAsync(UpdateKit.Tools.CrossCompiler.Replace("-gcc", "-size", StringComparison.Ordinal), [elf]);
        int[] columns = [.. sizes.Split('\n')[1].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries).Take(3).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        TestContext.Current.TestOutputHelper!.WriteLine($"{cpu}: {sizes}");
        int documented = int.Parse(Size().Match(s_page).Groups[column].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        // The digits of a key are part of it.
        Assert.InRange(columns[0], documented - 100, documented + 100);
        // Mbed TLS's allocator has some variables, and the bootloader none.
        Assert.InRange(columns[1] + columns[2], 0, 64);
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal);

    private static Task WriteAsync(string folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);

    [GeneratedRegex(@"```c\n/\* (\S+) \*/\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\| the bootloader with all of that, in bytes of flash \| ([\d,]+) \| ([\d,]+) \|")]
    private static partial Regex Size();
}
