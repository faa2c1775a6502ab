using System.Text.Json;
using Fota.Release.Container;

namespace Fota.Emulator.Tests;

/// <summary>The counter of refusals, which an application keeps: natively, and in firmware that runs on the emulated device.</summary>
public class RefusalCountTests
{
    [Fact]
    public async Task Each_refusal_doubles_the_polls_that_are_left_out_and_an_update_that_is_taken_ends_it()
    {
        (JsonElement report, string messages) = await NativeDevice.RunAsync("refusal_checks");

        Assert.Empty(messages);
        Assert.InRange(report.GetProperty("checks").GetInt32(), 2000, int.MaxValue);
    }

    /// <summary>Firmware prints how many were refused, and how many polls it leaves out.</summary>
    [Theory]
    [InlineData(false, "application 1.0.0\n00 00 \napplication 1.0.0\n01 01 \n")]
    [InlineData(true, "application 1.0.0\n00 00 \napplication 1.1.0\napplication 1.0.0\n01 01 \n")]
    public async Task Firmware_learns_after_the_reset_that_its_update_was_refused_or_rolled_back(bool rollback, string printed)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0", define: "FOTA_COUNTS"), after = await Firmware.CompileAsync("1.1.0");
        UpdateContainer update = UpdateKit.Update(before, after);
        UpdateScenario scenario = new()
        {
            BaseImage = before,
            UpdateContainer = (rollback ? update : update.Resigned(header => header, UpdateKit.OtherKey)).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            NewVersionFails = rollback,
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, TestContext.Current.CancellationToken);

        Assert.Equal(rollback ? EmulationOutcome.RolledBack : EmulationOutcome.Refused, result.Outcome);
        Assert.Equal(printed, result.UartOutput);
    }
}
