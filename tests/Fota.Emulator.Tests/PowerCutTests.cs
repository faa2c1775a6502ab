using System.Globalization;
using System.Text.Json;
using Fota.Delta;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Emulator.Tests;

/// <summary>Power goes at every flash operation of an update, with five endings each.</summary>
public class PowerCutTests
{
    private const int KB = 1024;
    private const int ImageSize = 6 * KB;
    private const int Endings = 5;

    /// <summary>Every third operation; in the whole sweep every one.</summary>
    private static readonly int s_stride = Sweep.Of(sample: 3, whole: 1);

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", ImageSize);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", ImageSize + 700);
    private static readonly byte[] s_next = Firmware.ForOtherHardware("2.0.0", ImageSize - 900, seed: 2);

    /// <summary>Sector, program unit, erase value; the second is that of the Multi-Tech xDot (STM32L1).</summary>
    public static TheoryData<int, int, byte> Geometries => new()
    {
        { KB, 8, 0xFF },
        { 256, 4, 0x00 },
        { 2 * KB, 8, 0xFF },
        { 4 * KB, 16, 0xFF },
        { 2 * KB, 32, 0x00 },
    };

    [Theory]
    [MemberData(nameof(Geometries))]
    public async Task After_any_cut_the_device_runs_the_old_or_the_new_version_and_takes_the_next_update(int sector, int unit, byte erased)
    {
        // All of them where the marks are as small as the sectors; the others repeat that in other sizes.
        int stride = sector == KB ? 1 : s_stride;
        JsonElement report = await SweepAsync(Scenario(sector, unit, erased), window: 0, stride);

        int operations = report.GetProperty("operations").GetInt32();
        Assert.InRange(operations, 80, 2000);
        Assert.Equal(Endings * ((operations + stride - 1) / stride), report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public async Task After_any_cut_of_an_update_that_is_rolled_back_the_device_runs_one_of_both(int sector, int unit, byte erased)
    {
        JsonElement report = await SweepAsync(Scenario(sector, unit, erased) with { NewVersionFails = true }, window: 0, sector == KB ? 1 : s_stride);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 130, 3000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>
    /// Small sectors that make a block as large as the others: in slot 0 alone, with the marks in those further on, and in neither slot,
    /// where slot 0 begins behind them.
    /// </summary>
    [Theory]
    [InlineData("1024x4;4096;8192x7;1024x4;4096;8192x7", 128)]
    [InlineData("1024x4;4096;8192", 96)]
    public async Task Sectors_may_differ(string sectors, int flash)
    {
        UpdateScenario scenario = Scenario(KB, 8, 0xFF) with
        {
            NewVersionFails = true,
            Device = new DeviceProfile { Flash = flash * KB, Sectors = SectorMap.Parse(sectors, size => int.Parse(size, CultureInfo.InvariantCulture)) },
        };

        JsonElement report = await SweepAsync(scenario, window: 0, s_stride);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 130, 1000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>The swap and the swap back write more marks than one block of the journal takes.</summary>
    [Fact]
    public async Task Cuts_while_the_marks_move_to_their_next_block_do_no_harm()
    {
        byte[] old = Firmware.ForOtherHardware("1.0.0", 24 * KB);
        UpdateScenario scenario = Scenario(KB, 8, 0xFF) with
        {
            BaseImage = old,
            UpdateContainer = UpdateKit.Update(old, Firmware.ForOtherHardware("1.1.0", 24 * KB)).ToByteArray(),
            NewVersionFails = true,
        };

        JsonElement report = await SweepAsync(scenario, window: 0, s_stride);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 700, 2000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task After_any_cut_of_a_compact_update_the_device_takes_the_next_one()
    {
        UpdateScenario scenario = Scenario(KB, 8, 0xFF) with { UpdateContainer = UpdateKit.Update(s_old, s_new, PatchFormat.Compact).ToByteArray() };

        JsonElement report = await SweepAsync(scenario, window: 0, s_stride);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 80, 2000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>What the bootloader of docs/porting.md leaves out, it leaves out of nothing else.</summary>
    [Fact]
    public async Task The_bootloader_of_16_KB_comes_through_cuts()
    {
        JsonElement report = await SweepAsync(Scenario(2 * KB, 8, 0xFF), NativeDevice.RunSmallAsync, window: 0, stride: 5);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 80, 2000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>The first sector of the download is erased, and two marks are written, each into an erased block.</summary>
    [Theory]
    [InlineData(PatchFormat.Compact, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(PatchFormat.JojoDiff085, SignatureAlgorithm.RsaPssSha256)]
    public async Task The_bootloader_of_16_KB_refuses_what_it_is_compiled_without(PatchFormat format, SignatureAlgorithm algorithm)
    {
        UpdateScenario scenario = Scenario(KB, 8, 0xFF) with
        {
            UpdateContainer = UpdateKit.Update(s_old, s_new, format, algorithm: algorithm).ToByteArray(),
        };

        JsonElement report = await SweepAsync(scenario, NativeDevice.RunSmallAsync, window: 0);

        Assert.Equal(5, report.GetProperty("operations").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_second_cut_soon_after_the_first_does_no_harm_either()
    {
        JsonElement report = await SweepAsync(Scenario(KB, 8, 0xFF), NativeDevice.CutWindow, s_stride);

        Assert.Equal(((report.GetProperty("operations").GetInt32() + s_stride - 1) / s_stride) * Endings * (1 + (NativeDevice.CutWindow * Endings)), report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>
    /// Half of the flash for each image, as many blocks as there are: the steps of a swap do not fit 8 bits, nor the marks of one boot their
    /// three blocks. Cut are some operations all through the update and its rollback.
    /// </summary>
    [Theory]
    [InlineData(1024, KB, 500, 997)]
    [InlineData(1024, 2 * KB, 495, 727)]
    [InlineData(1024, 4 * KB, 490, 499)]
    [InlineData(2048, KB, 1000, 3989)]
    public async Task Images_that_fill_a_large_flash_come_through_cuts(int flash, int sector, int image, int stride)
    {
        byte[] old = Firmware.ForOtherHardware("1.0.0", image * KB);
        UpdateScenario scenario = Scenario(sector, 8, 0xFF) with
        {
            BaseImage = old,
            UpdateContainer = UpdateKit.Update(old, Changed(old)).ToByteArray(),
            NewVersionFails = true,
            Device = new DeviceProfile { Flash = flash * KB, SectorSize = sector },
        };

        JsonElement report = await SweepAsync(scenario, window: 0, Sweep.Of(sample: 2, whole: 1) * stride);

        Assert.InRange(report.GetProperty("operations").GetInt32(), 5000, 50_000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>The next version of a large image, with few changes: its patch is small and soon made.</summary>
    private static byte[] Changed(byte[] old)
    {
        byte[] image = [.. old];
        for (int at = 1000; at < image.Length; at += image.Length / 20)
            image[at] ^= 0x10;
        Firmware.ForOtherHardware("1.1.0", KB).AsSpan(KB - ImageInfoRecord.Size).CopyTo(image.AsSpan(image.Length - ImageInfoRecord.Size));
        return image;
    }

    [Fact]
    public async Task A_bootloader_that_marks_a_step_before_it_is_done_is_caught()
    {
        JsonElement report = await SweepAsync(Scenario(KB, 8, 0xFF), window: 0, edits: WrongBootloader.MarksBeforeItCopies);

        Assert.NotEqual(0, report.GetProperty("failures").GetInt32());
    }

    private static Task<JsonElement> SweepAsync(UpdateScenario scenario, int window, int stride = 1, params (string File, string Text, string Instead)[] edits) =>
        SweepAsync(
            scenario,
            arguments => edits.Length == 0 ? NativeDevice.RunAsync("power_cuts", arguments) : NativeDevice.RunChangedAsync(edits, "power_cuts", arguments),
            window,
            stride);

    private static async Task<JsonElement> SweepAsync(
        UpdateScenario scenario, Func<string[], Task<(JsonElement Report, string Messages)>> run, int window, int stride = 1)
    {
        string[] files = await NativeDevice.LayOutAsync(scenario, UpdateKit.Update(null, s_next));
        (JsonElement report, string messages) = await run([.. files, $"{window}", "1000000", $"{stride}"]);
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString() + "\n" + messages);
        return report;
    }

    private static UpdateScenario Scenario(int sector, int unit, byte erased) => new()
    {
        BaseImage = s_old,
        UpdateContainer = UpdateKit.Update(s_old, s_new).ToByteArray(),
        CertsHeader = UpdateKit.Certs,
        Device = new DeviceProfile { Flash = 128 * KB, SectorSize = sector, ProgramUnit = unit, EraseValue = erased },
    };
}
