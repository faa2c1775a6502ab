using System.Text.Json;

namespace Fota.Emulator.Tests;

/// <summary>The confirmed image is damaged at rest: what is in slot 1 takes its place, if it may.</summary>
public class RescueTests
{
    private const int ImageSize = 3 * 1024;

    private static readonly byte[] s_factory = Firmware.ForOtherHardware("1.0.0", ImageSize);
    private static readonly byte[] s_first = Firmware.ForOtherHardware("1.1.0", ImageSize + 300);
    private static readonly byte[] s_second = Firmware.ForOtherHardware("1.2.0", ImageSize);
    private static readonly byte[] s_withdrawing = Firmware.ForOtherHardware("1.2.0", ImageSize, securityCounter: 1);
    private static readonly byte[] s_next = Firmware.ForOtherHardware("2.0.0", ImageSize - 500, seed: 2);

    [Fact]
    public async Task The_signed_image_in_slot_1_takes_its_place_whatever_is_damaged_and_whenever_the_power_goes()
    {
        JsonElement report = await RunAsync("back", 37, UpdateKit.Update(s_first, s_second).ToByteArray());

        // The bits, the trailer, and two times some 50 operations with five endings.
        Assert.InRange(report.GetProperty("runs").GetInt32(), 1300, 5000);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task An_image_whose_security_counter_was_left_behind_does_not_come_back()
    {
        JsonElement report = await RunAsync("dead", 977, UpdateKit.Update(s_first, s_withdrawing).ToByteArray());

        AssertRefused(report);
    }

    [Fact]
    public async Task An_image_that_nobody_signed_does_not_come_back()
    {
        JsonElement report = await RunAsync("dead", 977, update: null);

        AssertRefused(report);
    }

    public static TheoryData<string, string, string> Rules => new()
    {
        { "boot.c", "j->entry.state == BOOT_IDLE && !rescue(j)", "j->entry.state == BOOT_IDLE && (1 || !rescue(j))" },
        { "boot.c", "verified = j->entry.state == BOOT_REVERTING;", "verified = 1;\n        set_state(j, BOOT_IDLE);" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_bootloader_that_does_not_bring_it_back_is_found(string file, string text, string instead)
    {
        JsonElement report = await RunAsync("back", 977, UpdateKit.Update(s_first, s_second).ToByteArray(), (file, text, instead));

        Assert.NotEqual(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_bootloader_that_forgets_the_counter_is_found()
    {
        JsonElement report = await RunAsync(
            "dead", 977, UpdateKit.Update(s_first, s_withdrawing).ToByteArray(),
            ("image.c", "spare.info.security_counter < damaged.info.security_counter", "0"));

        Assert.NotEqual(0, report.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task A_bootloader_that_does_not_ask_for_a_signature_is_found()
    {
        JsonElement report = await RunAsync(
            "dead", 977, update: null, ("boot.c", "!verdict_is_good(image_check_spare())", "!verdict_is_good(image_check(SLOT_UPDATE))"));

        Assert.NotEqual(0, report.GetProperty("failures").GetInt32());
    }

    private static void AssertRefused(JsonElement report)
    {
        Assert.InRange(report.GetProperty("runs").GetInt32(), 20, 100);
        Assert.Equal(0, report.GetProperty("failures").GetInt32());
    }

    /// <summary>The device has the factory's image in slot 1 after its first update, and a signed one after the second.</summary>
    private static async Task<JsonElement> RunAsync(
        string expected, int stride, byte[]? update, params (string File, string Text, string Instead)[] edits)
    {
        string folder = TemporaryFolder.UntilExit(), next = Path.Combine(folder, "next.fota"), second = Path.Combine(folder, "second.fota");
        byte[] last = UpdateKit.Update(null, s_next).ToByteArray();
        await File.WriteAllBytesAsync(next, last, TestContext.Current.CancellationToken);
        if (update is not null)
            await File.WriteAllBytesAsync(second, update, TestContext.Current.CancellationToken);
        UpdateScenario scenario = new()
        {
            BaseImage = s_factory,
            UpdateContainer = UpdateKit.Update(s_factory, s_first).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            Device = new DeviceProfile { Flash = 64 * 1024 },
        };
        string flash = NativeDevice.LayOut(scenario, Math.Max(last.Length, update?.Length ?? 0));
        string[] arguments = [flash, expected, $"{stride}", next, .. update is null ? Array.Empty<string>() : [second]];
        (JsonElement report, string messages) = edits.Length == 0
            ? await NativeDevice.RunAsync("rescue", arguments)
            : await NativeDevice.RunChangedAsync(edits, "rescue", arguments);
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString() + "\n" + messages);
        return report;
    }
}
