using System.Text.Json;
using Fota.Delta.InPlace;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>The recovery loader of a device with one slot, which has no old version to go back to.</summary>
public class RecoveryTests
{
    private const int KB = 1024;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 3 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", (3 * KB) + 200);

    /// <summary>1.1.0 faults at once. The board's UART brings 1.2.0, as a full image.</summary>
    [Fact]
    public async Task A_version_that_does_not_confirm_is_replaced_by_what_the_link_brings()
    {
        byte[] before = await Firmware.CompileAsync("1.0.0", tableSize: 300);
        byte[] faulty = await Firmware.CompileAsync("1.1.0", define: "FOTA_WRITES=0x21000000u", tableSize: 300);
        byte[] next = await Firmware.CompileAsync("1.2.0", tableSize: 300);
        FlashRegion region = OneSlotSweep.Region(before, faulty, KB, spare: 2);
        var scenario = new UpdateScenario
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.InPlace(before, faulty, region).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            Device = OneSlotSweep.Device(region),
            RecoveryContainer = UpdateKit.Update(null, next).ToByteArray(),
            TimeLimit = TimeSpan.FromMinutes(2),
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, TestContext.Current.CancellationToken);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(next)).ToLowerInvariant(), result.FinalImage);
        Assert.Equal("application 1.0.0\napplication 1.1.0\napplication 1.2.0\n", result.UartOutput);
        Assert.Equal(0, result.Flash.Violations);
    }

    [Fact]
    public async Task An_update_that_got_lost_comes_again_and_goes_on_and_no_other_does()
    {
        JsonElement report = await RunAsync();

        Assert.InRange(report.GetProperty("recovered").GetInt32(), 10, 200);
        Assert.InRange(report.GetProperty("runs").GetInt32(), 300, 5000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    private static async Task<JsonElement> RunAsync()
    {
        FlashRegion region = OneSlotSweep.Region(s_old, s_new, KB, spare: 2);
        byte[] update = UpdateKit.InPlace(s_old, s_new, region).ToByteArray();
        byte[] other = UpdateKit.InPlace(s_old, Firmware.ForOtherHardware("1.2.0", 3 * KB, seed: 2), region).ToByteArray();
        var scenario = new UpdateScenario { BaseImage = s_old, UpdateContainer = update, CertsHeader = UpdateKit.Certs, Device = OneSlotSweep.Device(region) };
        string folder = TemporaryFolder.UntilExit();
        string[] files = [Path.Combine(folder, "update.fota"), Path.Combine(folder, "other.fota")];
        await File.WriteAllBytesAsync(files[0], update, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(files[1], other, TestContext.Current.CancellationToken);
        string[] arguments = [NativeDevice.LayOut(scenario, Math.Max(update.Length, other.Length)), .. files];
        (JsonElement report, string messages) = await NativeDevice.RunAsync("recovery_checks", arguments);
        TestContext.Current.TestOutputHelper!.WriteLine(report + "\n" + messages);
        return report;
    }
}
