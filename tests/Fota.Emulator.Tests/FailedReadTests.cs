using System.Text.Json;
using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Emulator.Tests.InPlace;

namespace Fota.Emulator.Tests;

/// <summary>A flash that does not answer once, at any read: nothing is blamed for it but the flash, and nothing is lost.</summary>
public class FailedReadTests
{
    private const int KB = 1024;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 3 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", (3 * KB) + 500);
    private static readonly byte[] s_next = Firmware.ForOtherHardware("2.0.0", 2 * KB, seed: 2);

    [Theory]
    [InlineData(PatchFormat.JojoDiff085, false)]
    [InlineData(PatchFormat.JojoDiff085, true)]
    [InlineData(PatchFormat.Compact, false)]
    [InlineData(null, false)]
    public async Task A_device_with_two_slots_runs_one_of_its_images_and_takes_the_next(PatchFormat? format, bool rollback)
    {
        byte[] update = (format is { } patch ? UpdateKit.Update(s_old, s_new, patch) : UpdateKit.Update(null, s_new)).ToByteArray();

        JsonElement report = await RunAsync(update, new DeviceProfile { Flash = 64 * KB }, rollback);

        Assert.NotEqual(0, report.GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task A_device_with_one_slot_runs_one_of_its_images_and_takes_the_next()
    {
        FlashRegion region = OneSlotSweep.Region(s_old, s_new, KB, spare: 2);

        await RunAsync(UpdateKit.InPlace(s_old, s_new, region).ToByteArray(), OneSlotSweep.Device(region), rollback: false);
    }

    private static async Task<JsonElement> RunAsync(byte[] update, DeviceProfile device, bool rollback)
    {
        UpdateScenario scenario = new()
        {
            BaseImage = s_old, UpdateContainer = update, CertsHeader = UpdateKit.Certs, Device = device, NewVersionFails = rollback,
        };
        string[] files = await NativeDevice.LayOutAsync(scenario, UpdateKit.Update(null, s_next));

        (JsonElement report, string messages) = await NativeDevice.RunAsync("failed_reads", [.. files, "11"]);

        TestContext.Current.TestOutputHelper?.WriteLine(report + "\n" + messages);
        Assert.InRange(report.GetProperty("runs").GetInt32(), 90, 500);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
        return report;
    }
}
