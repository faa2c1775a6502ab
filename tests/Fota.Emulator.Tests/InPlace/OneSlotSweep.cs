using System.Text.Json;
using Fota.Delta.InPlace;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>The bootloader of a device with one slot, natively: power goes at every flash operation of an update.</summary>
internal static class OneSlotSweep
{
    private static readonly byte[] s_next = Firmware.ForOtherHardware("2.0.0", 5 * 1024, seed: 2);

    /// <summary>Cuts an update at each operation with all endings, and again up to <paramref name="window"/> operations later. A changed bootloader ends it with its first failure.</summary>
    public static async Task<JsonElement> RunAsync(
        byte[] from, byte[] to, int sector, int unit, byte erased, int window, int stride = 1, params (string File, string Text, string Instead)[] edits)
    {
        FlashRegion region = Region(from, to, sector, spare: 2);
        var scenario = new UpdateScenario
        {
            BaseImage = from,
            UpdateContainer = UpdateKit.InPlace(from, to, region).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            Device = Device(region) with { ProgramUnit = unit, EraseValue = erased },
        };
        string[] files = await NativeDevice.LayOutAsync(scenario, UpdateKit.Update(null, s_next));
        (JsonElement report, string messages) = edits.Length == 0
            ? await NativeDevice.RunAsync("power_cuts", [.. files, $"{window}", "1000000", $"{stride}"])
            : await NativeDevice.RunChangedAsync(edits, "power_cuts", [.. files, $"{window}", "1", $"{stride}"]);
        TestContext.Current.TestOutputHelper?.WriteLine(report + "\n" + messages);
        return report;
    }

    /// <summary>A device with such a region.</summary>
    public static DeviceProfile Device(FlashRegion region) =>
        new() { SectorSize = region.BlockSize, RegionBlocks = region.Blocks, RegionBlockSize = region.BlockSize };

    /// <summary>Room for both images, and spare blocks.</summary>
    public static FlashRegion Region(byte[] source, byte[] target, int blockSize, int spare) =>
        new(blockSize, ((Math.Max(source.Length, target.Length) + blockSize - 1) / blockSize) + spare);
}
