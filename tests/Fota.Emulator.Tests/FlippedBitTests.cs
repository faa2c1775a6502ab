using System.Text.Json;

namespace Fota.Emulator.Tests;

/// <summary>Bits that flip while the device is off.</summary>
public class FlippedBitTests
{
    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 4096);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", 4096);

    [Fact]
    public async Task A_flipped_bit_anywhere_in_a_downloaded_patch_leaves_the_old_or_the_new_version()
    {
        JsonElement report = await FlipAsync(Scenario(UpdateKit.Update(s_old, s_new).ToByteArray()), "download", Sweep.Of(sample: 5, whole: 1));

        AssertHarmless(report);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_a_downloaded_image_leaves_the_old_or_the_new_version()
    {
        JsonElement report = await FlipAsync(Scenario(UpdateKit.Update(null, s_new).ToByteArray()), "download", Sweep.Of(sample: 11, whole: 3));

        AssertHarmless(report);
    }

    [Fact]
    public async Task A_bit_that_flips_in_slot_1_after_its_check_never_runs()
    {
        JsonElement report = await FlipAsync(Scenario(UpdateKit.Update(s_old, s_new).ToByteArray()), "slot", Sweep.Of(sample: 11, whole: 3));

        AssertHarmless(report);
    }

    [Fact]
    public async Task A_bootloader_that_does_not_check_slot_1_again_is_caught()
    {
        UpdateScenario scenario = Scenario(UpdateKit.Update(s_old, s_new).ToByteArray());

        JsonElement report = await FlipAsync(scenario, "slot", 64, WrongBootloader.TrustsTheMark);

        Assert.NotEqual(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_flipped_bit_in_the_marks_at_any_time_of_the_update_does_no_harm()
    {
        JsonElement report = await FlipAsync(Scenario(UpdateKit.Update(s_old, s_new).ToByteArray()), "marks", Sweep.Of(sample: 31, whole: 5));

        AssertHarmless(report);
    }

    private static void AssertHarmless(JsonElement report)
    {
        Assert.InRange(report.GetProperty("runs").GetInt32(), 1000, int.MaxValue);
        Assert.Equal(0, report.GetProperty("dead").GetInt32());
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    private static async Task<JsonElement> FlipAsync(
        UpdateScenario scenario, string area, int stride, params (string File, string Text, string Instead)[] edits)
    {
        string flash = NativeDevice.LayOut(scenario, scenario.UpdateContainer.Length);
        (JsonElement report, string messages) = edits.Length == 0
            ? await NativeDevice.RunAsync("flipped_bits", flash, area, $"{stride}")
            : await NativeDevice.RunChangedAsync(edits, "flipped_bits", flash, area, $"{stride}");
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString() + "\n" + messages);
        return report;
    }

    private static UpdateScenario Scenario(byte[] container) => new()
    {
        BaseImage = s_old,
        UpdateContainer = container,
        CertsHeader = UpdateKit.Certs,
        Device = new DeviceProfile { Flash = 64 * 1024 },
    };
}
