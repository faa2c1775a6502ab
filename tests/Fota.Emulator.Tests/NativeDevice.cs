using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Fota.Release.Container;

namespace Fota.Emulator.Tests;

/// <summary>The device's own C code, compiled for this machine: exhaustive where QEMU would take hours.</summary>
internal static class NativeDevice
{
    private static readonly Lazy<Task<string>> s_built = new(BuildAsync);
    private static readonly Lazy<Task<string>> s_builtSmall = new(BuildSmallAsync);
    private static readonly Lazy<Task<string>> s_builtBigEndian = new(BuildBigEndianAsync);

    /// <summary>How many operations after a cut the power goes once more, at each of them.</summary>
    public static int CutWindow { get; } = Sweep.Of(sample: 2, whole: 12);

    /// <summary>Runs one of the programs of src/device/board/native, and reads the JSON object that it ends with.</summary>
    public static async Task<(JsonElement Report, string Messages)> RunAsync(string program, params string[] arguments) =>
        await RunFileAsync(Path.Combine(await s_built.Value, program), arguments);

    /// <summary>Runs power_cuts with the bootloader of 16 KB of docs/porting.md.</summary>
    public static async Task<(JsonElement Report, string Messages)> RunSmallAsync(params string[] arguments) =>
        await RunFileAsync(Path.Combine(await s_builtSmall.Value, "power_cuts"), arguments);

    /// <summary>Runs a program from a changed copy of the bootloader's sources.</summary>
    /// <param name="edits">Of a file of src/device/bootloader, a text that it has once, and what stands there instead.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(JsonElement Report, string Messages)> RunChangedAsync(
        IEnumerable<(string File, string Text, string Instead)> edits, string program, params string[] arguments)
    {
        string changed = TemporaryFolder.UntilExit();
        WrongBootloader.Write(changed, edits);
        string objects = Path.Combine(await s_built.Value, "mbedtls");
        string folder = TemporaryFolder.UntilExit();
        await MakeAsync(folder, [.. Sources, "BOOTLOADER=" + changed, "MBEDTLS_OBJECTS_IN=" + objects, Path.Combine(folder, program)]);
        return await RunFileAsync(Path.Combine(folder, program), arguments);
    }

    private static async Task<(JsonElement Report, string Messages)> RunFileAsync(string file, string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(file)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        string last = result.StandardOutput.TrimEnd().Split('\n')[^1];
        Assert.True(last.StartsWith('{'), $"{Path.GetFileName(file)} ended with {result.ExitCode}: {result.StandardError}");
        return (JsonElement.Parse(last), result.StandardError);
    }

    /// <summary>Runs a program that reads standard input and writes standard output.</summary>
    public static async Task<byte[]> PipeAsync(string program, byte[] input) => await PipeAsync(Path.Combine(await s_built.Value, program), [], input);

    /// <summary>Runs a program on an emulated PowerPC: big-endian, and without sanitizers.</summary>
    public static async Task<byte[]> PipeBigEndianAsync(string program, byte[] input) =>
        await PipeAsync("qemu-ppc", [Path.Combine(await s_builtBigEndian.Value, program + "_big_endian")], input);

    private static async Task<byte[]> PipeAsync(string program, string[] arguments, byte[] input)
    {
        using MemoryStream output = new();
        CommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithStandardInputPipe(PipeSource.FromBytes(input))
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, result.ExitCode);
        return output.ToArray();
    }

    /// <summary>Lays out a device's flash for the programs, and the update that it takes after that of the scenario.</summary>
    /// <returns>Both files: the first two arguments of the programs.</returns>
    public static async Task<string[]> LayOutAsync(UpdateScenario scenario, UpdateContainer next)
    {
        byte[] container = next.ToByteArray();
        string file = Path.Combine(TemporaryFolder.UntilExit(), "update.fota");
        await File.WriteAllBytesAsync(file, container, TestContext.Current.CancellationToken);
        return [LayOut(scenario, Math.Max(container.Length, scenario.UpdateContainer.Length)), file];
    }

    /// <summary>Lays out a device's flash for the programs.</summary>
    public static string LayOut(UpdateScenario scenario, int downloadSize)
    {
        string path = Path.Combine(TemporaryFolder.UntilExit(), "flash.bin");
        DeviceLayout layout = DeviceLayout.For(scenario.Device, scenario.BaseImage.Length, downloadSize);
        FlashFile.Create(path, scenario, layout);
        return path;
    }

    private static string[] Sources => ["MBEDTLS=" + UpdateKit.Tools.MbedTls, "CERTS=" + Path.GetDirectoryName(UpdateKit.Certs)];

    private static Task<string> BuildAsync() => BuildAsync([.. Sources, "all"]);

    private static async Task<string> BuildSmallAsync()
    {
        string folder = TemporaryFolder.UntilExit();
        await MakeAsync(
            folder,
            [.. Sources, "CFLAGS=-O1", "MBEDTLS_CONFIG=fota_mbedtls_small.h", "WITHOUT=PSS COMPACT ONE_SLOT", Path.Combine(folder, "power_cuts")]);
        return folder;
    }

    private static Task<string> BuildBigEndianAsync() => BuildAsync("big-endian");

    private static async Task<string> BuildAsync(params string[] goals)
    {
        string folder = TemporaryFolder.UntilExit();
        await MakeAsync(folder, goals);
        return folder;
    }

    private static async Task MakeAsync(string folder, string[] goals)
    {
        BufferedCommandResult result = await Cli.Wrap("make")
            .WithArguments(["-s", "-j2", "-C", Path.Combine(UpdateKit.Tools.DeviceSources, "board", "native"), "OUT=" + folder, .. goals])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0 && result.StandardError.Length == 0, result.StandardError);
    }
}
