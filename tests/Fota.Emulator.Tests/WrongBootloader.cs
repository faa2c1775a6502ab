namespace Fota.Emulator.Tests;

/// <summary>The bootloader's own sources with mistakes in them, to see that the tests notice.</summary>
internal static class WrongBootloader
{
    /// <summary>Each step of a swap is marked before it is done; and no damaged image is replaced by the other, which would repair most of it.</summary>
    public static readonly (string File, string Text, string Instead)[] MarksBeforeItCopies =
    [
        ("swap.c", "do_step(j->entry.step, j->entry.blocks) != 0 || record(j) != 0", "record(j) != 0 || do_step(j->entry.step - 1, j->entry.blocks) != 0"),
        ("boot.c", "j->entry.state == BOOT_IDLE && !rescue(j)", "1 || !rescue(j)"),
    ];

    /// <summary>What was verified before the reset is not verified again.</summary>
    public static readonly (string File, string Text, string Instead) TrustsTheMark =
        ("boot.c", "verdict v = image_check_update();", "verdict v = VERDICT_GOOD;");

    /// <summary>Copies the sources to a folder, and changes them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="edits">Of a file, a text that it has once, and what stands there instead.</param>
    public static void Write(string folder, IEnumerable<(string File, string Text, string Instead)> edits)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(UpdateKit.Tools.DeviceSources, "bootloader")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach ((string name, string text, string instead) in edits)
        {
            string file = Path.Combine(folder, name);
            string[] parts = File.ReadAllText(file).Split(text);
            Assert.True(parts.Length == 2, $"{name} has {parts.Length - 1} times: {text}");
            File.WriteAllText(file, string.Join(instead, parts));
        }
    }

    /// <summary>An emulator whose device has them.</summary>
    public static DeviceEmulator Emulator(params (string File, string Text, string Instead)[] edits)
    {
        string sources = TemporaryFolder.UntilExit();
        foreach (string file in Directory.GetFiles(UpdateKit.Tools.DeviceSources, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(UpdateKit.Tools.DeviceSources, file), copy = Path.Combine(sources, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!name.StartsWith("bootloader", StringComparison.Ordinal))
                File.Copy(file, copy);
        }

        Write(Path.Combine(sources, "bootloader"), edits);
        return new DeviceEmulator(UpdateKit.Tools with { DeviceSources = sources });
    }
}
