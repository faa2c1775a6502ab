using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fota.Emulator.Tests;

/// <summary>docs/porting.md: its port is all that the bootloader needs of a board, and takes the flash that the page says.</summary>
public partial class PortingTests
{
    private static readonly string s_page = Repository.Read("docs", "porting.md");
    private static readonly Lazy<Task<string>> s_simulated = new(BuildSimulatedAsync);

    /// <summary>A row of the page's table: what it names, and the bytes for both processors.</summary>
    public static TheoryData<string, string, int> Rows
    {
        get
        {
            TheoryData<string, string, int> rows = new();
            foreach (Match row in Row().Matches(s_page))
            {
                string options = row.Groups[2].Value;
                // Everything, the one that the power is cut of, and the most that fits.
                string[] cpus = Sweep.IsWhole ? ["cortex-m0", "cortex-m4"]
                    : row.Groups[1].Value switch { "everything" or "small Mbed TLS, no RSA-PSS" => ["cortex-m4"], "the same, two slots alone" => ["cortex-m0"], _ => [] };
                foreach (string cpu in cpus)
                    rows.Add(options, cpu, Bytes(row.Groups[cpu == "cortex-m0" ? 3 : 4].Value));
            }

            return rows;
        }
    }

    [Fact]
    public void The_table_is_bold_where_it_fits_16_KB()
    {
        MatchCollection rows = Row().Matches(s_page);

        Assert.Equal(10, rows.Count);
        foreach (string cell in rows.SelectMany(row => (string[])[row.Groups[3].Value, row.Groups[4].Value]))
            Assert.Equal(Bytes(cell) <= 16 * 1024, cell.StartsWith("**", StringComparison.Ordinal));
    }

    /// <summary>Only the folders lib and bootloader are known to the compiler: a bootloader that asks the emulated board for anything does not compile.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_port_of_the_page_links_and_is_as_large_as_documented(string options, string cpu, int documented)
    {
        string folder = TemporaryFolder.UntilExit(), elf = Path.Combine(folder, "bootloader.elf");
        string[] named = [.. Option().Matches(options).Select(option => option.Groups[1].Value)];
        foreach (Match file in Block().Matches(s_page))
            await WriteAsync(folder, file.Groups[1].Value, named.Contains("FOTA_NO_TWO_SLOTS") ? WithOneSlot(file.Groups[2].Value) : file.Groups[2].Value);
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
            "-I", Path.GetDirectoryName(UpdateKit.Certs)!, .. named.Select(Argument), "-o", elf,
            .. own, .. MbedTlsSources.Files(UpdateKit.Tools.MbedTls)]);

        string sizes = await ExternalProgram.RunAsync(UpdateKit.Tools.CrossCompiler.Replace("-gcc", "-size", StringComparison.Ordinal), [elf]);
        int[] columns = [.. sizes.Split('\n')[1].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries).Take(3).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        TestContext.Current.TestOutputHelper!.WriteLine($"{options}, {cpu}: {sizes}");
        Assert.InRange(columns[0], documented - 50, documented + 50);
        // Mbed TLS's allocator has some variables, and the bootloader none.
        Assert.InRange(columns[1] + columns[2], 0, 64);
    }

    /// <summary>The page's own port, with a program of the host for its chip: an update, a rollback, and the power cut of both.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_port_of_the_page_updates_itself_and_comes_through_cuts(bool rollback)
    {
        const int PageSize = 2048, Slot0 = 16 * PageSize, SlotSize = 240 * PageSize, Download = Slot0 + (2 * SlotSize) + (4 * PageSize);
        byte[] old = Firmware.ForOtherHardware("1.0.0", 9000), update = Firmware.ForOtherHardware("1.1.0", 9700), flash = new byte[1 << 20];
        flash.AsSpan().Fill(0xFF);
        old.CopyTo(flash, Slot0);
        FactoryTrailer.Of(old).CopyTo(flash, Slot0 + SlotSize - PageSize);
        UpdateKit.Update(old, update).ToByteArray().CopyTo(flash, Download);
        string folder = TemporaryFolder.UntilExit(), program = await s_simulated.Value;
        string[] files = [Path.Combine(folder, "flash"), Path.Combine(folder, "old"), Path.Combine(folder, "new")];
        foreach ((string path, byte[] bytes) in files.Zip((byte[][])[flash, old, update]))
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        JsonElement report = JsonElement.Parse(await ExternalProgram.RunAsync(program, [.. files, "97", .. rollback ? (string[])["rollback"] : []]));

        TestContext.Current.TestOutputHelper!.WriteLine($"{report}");
        Assert.True(report.GetProperty("ended").GetBoolean());
        Assert.InRange(report.GetProperty("cuts").GetInt32(), 30, 300);
        Assert.Equal((0, 0), (report.GetProperty("failures").GetInt32(), report.GetProperty("misused").GetInt32()));
    }

    private static async Task<string> BuildSimulatedAsync()
    {
        string folder = TemporaryFolder.UntilExit(), program = Path.Combine(folder, "port"), port = Path.Combine(folder, "port.o");
        foreach (Match file in Block().Matches(s_page))
            await WriteAsync(folder, file.Groups[1].Value, file.Groups[2].Value);
        string[] flags =
        [
            "-std=gnu99", "-O1", "-I", folder, .. UpdateKit.Includes,
            "-I", Path.Combine(UpdateKit.Tools.MbedTls, "include"), "-I", Path.GetDirectoryName(UpdateKit.Certs)!,
            "-DMBEDTLS_CONFIG_FILE=\"fota_mbedtls_small.h\"", "-DFOTA_NO_PSS", "-DFOTA_NO_COMPACT",
        ];
        string device = UpdateKit.Tools.DeviceSources;
        await ExternalProgram.RunAsync("cc", [.. flags, "-Wall", "-Wextra", "-Werror", "-Wno-int-to-pointer-cast", "-Dmain=port_main", "-c", "-o", port, Path.Combine(folder, "port.c")]);
        await ExternalProgram.RunAsync("cc", [
            .. flags, "-w", "-Wl,--defsym=heap_end=heap_start+16384", "-o", program, port, Repository.PathOf("tests", "Fota.Emulator.Tests", "port", "chip.c"),
            .. Sources(Path.Combine(device, "lib")), .. Sources(Path.Combine(device, "bootloader")), .. MbedTlsSources.Files(UpdateKit.Tools.MbedTls)]);
        return program;
    }

    private static string Argument(string option) => option switch
    {
        _ when option.EndsWith(".h", StringComparison.Ordinal) => $"-DMBEDTLS_CONFIG_FILE=\"{option}\"",
        _ when option.StartsWith('-') => option,
        _ => "-D" + option,
    };

    private static string WithOneSlot(string port) => port.Replace(", {BOOTLOADER + SLOT, SLOT}}", "}", StringComparison.Ordinal);

    private static int Bytes(string cell) => int.Parse(cell.Trim('*'), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal);

    private static Task WriteAsync(string folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);

    [GeneratedRegex(@"```c\n/\* (\S+) \*/\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| ([^|]+) \| (`fota_mbedtls[^|]+) \| ([\d,*]+) \| ([\d,*]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Option();
}
