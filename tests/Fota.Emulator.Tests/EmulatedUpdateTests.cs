using System.Security.Cryptography;

namespace Fota.Emulator.Tests;

public class EmulatedUpdateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_device_runs_the_old_version_installs_the_patch_and_runs_the_new_version()
    {
        byte[] before = await Firmware.CompileAsync("1.0.0");
        byte[] after = await Firmware.CompileAsync("1.1.0");

        EmulationResult result = await RunAsync(before, after);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
        Assert.Equal("application 1.0.0\napplication 1.1.0\n", result.UartOutput);
        Assert.Equal(["1.0.0", "1.1.0"], result.Applications.Select(a => a.Version!.ToString()));
        Assert.All(result.Applications, a => Assert.True(a.Executed));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(after)), result.FinalImage, ignoreCase: true);
        Assert.Equal(0, result.Flash.Violations);
    }

    private static Task<EmulationResult> RunAsync(byte[] before, byte[] after) => new DeviceEmulator(UpdateKit.Tools).RunAsync(
        new UpdateScenario
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
        },
        Cancelled);
}
