namespace Fota.Emulator.Tests;

/// <summary>The sample firmware in two versions: what a realistic update looks like.</summary>
internal static class BlinkyImages
{
    /// <summary>The sample as it is, and as a small release later: another version, a changed message, a new feature.</summary>
    public static async Task<(byte[] Old, byte[] New)> CompileAsync()
    {
        byte[] before = await CompileAsync("1.0.0", text => text);
        byte[] after = await CompileAsync("1.1.0", text => text
            .Replace("printf(\"%lu ms\"", "printf(\"[%lu ms, version %s]\"", StringComparison.Ordinal)
            .Replace("(unsigned long)board_millis());", "(unsigned long)board_millis(), firmware_version());", StringComparison.Ordinal)
            .Replace("event_log_add(EVENT_SENSOR_BROKEN, id);", "event_log_add(EVENT_SENSOR_BROKEN, id + 100 * (int)board_millis());", StringComparison.Ordinal));
        return (before, after);
    }

    private static async Task<byte[]> CompileAsync(string version, Func<string, string> edit)
    {
        string sample = Path.Combine(Repository.Root, "samples", "Blinky");
        string folder = TemporaryFolder.UntilExit();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(sample, "src")))
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), edit(File.ReadAllText(file)));
        Firmware.WriteVersionHeader(folder, version, "Blinky");
        File.Copy(UpdateKit.Certs, Path.Combine(folder, "update_certs.h"));
        byte[] image = await Firmware.LinkAsync(
            folder,
            [
                "-std=gnu11", "-mcpu=cortex-m3", "-mthumb", "-Os", "-ffunction-sections", "-fdata-sections", "--specs=nano.specs", "-nostartfiles",
                "-Wl,--gc-sections", "-u", "_printf_float", "-T", Path.Combine(sample, "application.ld"),
                "-I", folder, .. UpdateKit.Includes,
                .. Directory.GetFiles(folder, "*.c").Order(StringComparer.Ordinal), "-lm",
            ]);
        return image;
    }
}
