using System.Text.Json;
using Fota.Delta.InPlace;
using Fota.Errors;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>The emulated device with one slot: its bootloader, on QEMU and natively.</summary>
public class OneSlotDeviceTests
{
    private const int KB = 1024;
    private const int Endings = 5;
    private const double MostInstructionsPerByte = 18;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 6 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", (6 * KB) + 700);
    private static readonly byte[] s_next = Firmware.ForOtherHardware("2.0.0", (6 * KB) - 900, seed: 2);

    [Fact]
    public async Task The_device_runs_the_old_version_replaces_it_where_it_lies_and_runs_the_new_version()
    {
        byte[] before = await Firmware.CompileAsync("1.0.0");
        byte[] after = await Firmware.CompileAsync("1.1.0");
        FlashRegion region = OneSlotSweep.Region(before, after, KB, spare: 2);

        EmulationResult result = await RunAsync(before, UpdateKit.InPlace(before, after, region).ToByteArray(), region);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(after)).ToLowerInvariant(), result.FinalImage);
        Assert.Equal("application 1.0.0\napplication 1.1.0\n", result.UartOutput);
        Assert.Equal(0, result.Flash.Violations);
        double each = (double)result.InstructionsByPhase["patch"] / after.Length;
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"{each:0.0} instructions a byte to build and arrange {after.Length} bytes"));
        Assert.InRange(each, 1, MostInstructionsPerByte);
    }

    /// <summary>Of two slots each would have 126 KB of it. The whole image moves, by more than its spare sectors.</summary>
    [Fact]
    public async Task The_xdot_with_256_KB_of_flash_replaces_an_image_of_200_KB()
    {
        const int Numbers = 200 * KB / sizeof(ushort), Turn = 1000;
        byte[] before = await Firmware.CompileAsync("1.0.0", tableSize: Numbers);
        byte[] after = await Firmware.CompileAsync("1.1.0", tableSize: Numbers, turn: Turn);
        DeviceProfile xdot = DevicePresets.Find("xdot");
        FlashRegion region = OneSlotSweep.Region(before, after, xdot.SectorSize, spare: 2);
        var scenario = new UpdateScenario
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.InPlace(before, after, region).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            Device = xdot with { RegionBlocks = region.Blocks, RegionBlockSize = region.BlockSize },
            TimeLimit = TimeSpan.FromMinutes(5),
        };
        var emulator = new DeviceEmulator(UpdateKit.Tools);

        EmulationResult result = await emulator.RunAsync(scenario, TestContext.Current.CancellationToken);

        Assert.True(before.Length >= 200 * KB);
        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(after)).ToLowerInvariant(), result.FinalImage);
        Assert.Equal(0, result.Flash.Violations);
        Assert.InRange(result.Flash.ErasesBySector.Take(region.Blocks).Max(), 1, 3);
        Assert.InRange(result.Flash.MostErases, 1, 18);
        FotaException two = await Assert.ThrowsAsync<FotaException>(
            () => emulator.RunAsync(scenario with { Device = xdot }, TestContext.Current.CancellationToken));
        Assert.Equal(EmulatorErrors.FlashTooSmall, two.Code);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"image {after.Length}, update.fota {scenario.UpdateContainer.Length}, erases {result.Flash.ErasesBySector.Sum()}, of the most erased sector {result.Flash.MostErases} (marks) and {result.Flash.ErasesBySector.Take(region.Blocks).Max()} (image), RAM {result.Ram.Total}"));
    }

    [Theory]
    [InlineData("another base", "wrong-base")]
    [InlineData("a larger region", "bad-plan")]
    [InlineData("a smaller region", "bad-plan")]
    [InlineData("no plan", "bad-plan")]
    [InlineData("a plan of another patch", "late-read")]
    [InlineData("an older version", "older-version")]
    public async Task What_cannot_be_installed_is_refused_before_the_image_is_touched(string what, string reason)
    {
        FlashRegion region = OneSlotSweep.Region(s_old, s_new, KB, spare: 2);
        byte[] container = (what switch
        {
            "another base" => UpdateKit.InPlace(s_next, s_new, region),
            "a larger region" => UpdateKit.InPlace(s_old, s_new, new(KB, region.Blocks + 1)),
            "a smaller region" => UpdateKit.InPlace(s_old, s_new, new(KB, region.Blocks - 1)),
            "no plan" => UpdateKit.Update(s_old, s_new),
            "a plan of another patch" => UpdateKit.InPlace(s_old, s_new, region, [.. Enumerable.Range(0, 7).Select(step => 6 - step)]),
            _ => UpdateKit.InPlace(s_old, Firmware.ForOtherHardware("0.9.0", 6 * KB), region),
        }).ToByteArray();

        EmulationResult result = await RunAsync(s_old, container, region);

        Assert.Equal((EmulationOutcome.Refused, reason), (result.Outcome, result.Reason));
        Assert.Equal(0, result.Flash.ErasesBySector.Take(region.Blocks + 1).Sum());
    }

    [Theory]
    [InlineData(KB, 8, 0xFF)]
    [InlineData(KB, 4, 0x00)]
    [InlineData(2 * KB, 32, 0xFF)]
    [InlineData(4 * KB, 16, 0x00)]
    [InlineData(256, 4, 0x00)]
    public async Task After_any_cut_the_device_runs_the_old_or_the_new_version_and_takes_the_next_update(int sector, int unit, byte erased)
    {
        JsonElement report = await OneSlotSweep.RunAsync(s_old, s_new, sector, unit, erased, window: 0);

        int operations = report.GetProperty("operations").GetInt32();
        Assert.InRange(operations, 50, 2000);
        Assert.Equal(Endings * operations, report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_second_cut_soon_after_the_first_does_no_harm_either()
    {
        JsonElement report = await OneSlotSweep.RunAsync(s_old, s_new, KB, 8, 0xFF, NativeDevice.CutWindow);

        Assert.Equal(report.GetProperty("operations").GetInt32() * Endings * (1 + (NativeDevice.CutWindow * Endings)), report.GetProperty("runs").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    private static Task<EmulationResult> RunAsync(byte[] from, byte[] container, FlashRegion region) => new DeviceEmulator(UpdateKit.Tools).RunAsync(
        new UpdateScenario { BaseImage = from, UpdateContainer = container, CertsHeader = UpdateKit.Certs, Device = OneSlotSweep.Device(region) },
        TestContext.Current.CancellationToken);
}
