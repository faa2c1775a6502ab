using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Fota.Delta;

namespace Fota.Emulator.Tests;

/// <summary>What the patchers cost a device: the figures of docs/device.md and docs/compact.md.</summary>
public class PatcherCostTests
{
    /// <summary>What docs/compact-format.md says that a decoder needs besides its workspace, in bytes.</summary>
    private const int CompactStateSize = 1104;

    private static readonly string s_device = UpdateKit.Tools.DeviceSources;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fota_patch", "cortex-m0", 1229)]
    [InlineData("fota_patch", "cortex-m3", 1229)]
    [InlineData("fota_patch", "cortex-m4", 1229)]
    [InlineData("fota_compact", "cortex-m0", 3584)]
    [InlineData("fota_compact", "cortex-m3", 3584)]
    [InlineData("fota_compact", "cortex-m4", 3584)]
    public async Task The_code_takes_no_more_than_documented_and_no_static_RAM(string patcher, string cpu, int most)
    {
        string item = Path.Combine(TemporaryFolder.UntilExit(), patcher + ".o");
        await RunAsync(UpdateKit.Tools.CrossCompiler, ["-std=c99", "-ffreestanding", "-mcpu=" + cpu, "-mthumb", "-Os", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-c", Path.Combine(s_device, "lib", patcher + ".c"), "-o", item]);
        string sizes = await RunAsync(UpdateKit.Tools.CrossCompiler.Replace("-gcc", "-size", StringComparison.Ordinal), [item]);
        int[] columns = [.. sizes.Split('\n')[1].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries).Take(3).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        Report($"{patcher}, {cpu}: code {columns[0]}, data {columns[1]}, bss {columns[2]}");

        Assert.InRange(columns[0], 100, most);
        Assert.Equal(0, columns[1] + columns[2]);
    }

    [Theory]
    [InlineData(256, 12.0)]
    [InlineData(1, 120.0)]
    [InlineData(4096, 12.0)]
    public async Task An_update_of_the_sample_costs_few_instructions_and_little_stack(int bufferSize, double mostInstructions)
    {
        (byte[] old, byte[] target) = await BlinkyImages.CompileAsync();
        byte[] patch = PatchEncoder.Encode(old, target, cancellationToken: Cancelled);

        (JsonElement report, long instructions) = await MeasureAsync(old, patch, target, bufferSize);

        double each = (double)instructions / target.Length;
        int stack = report.GetProperty("stack").GetInt32();
        int context = report.GetProperty("context").GetInt32();
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"image {target.Length}, patch {patch.Length}, buffer {bufferSize}: {each:0.00} instructions a byte, stack {stack}, context {context}"));
        Assert.Equal(0, report.GetProperty("result").GetInt32());
        Assert.Equal(1, report.GetProperty("same").GetInt32());
        Assert.InRange(target.Length, 20_000, 100_000);
        Assert.InRange(each, 0.1, mostInstructions);
        Assert.InRange(stack, 8, 160);
        Assert.InRange(context, 8, 64);
    }

    /// <summary>The memory that a compact patch announces covers state, stack and workspace; a literal byte costs most.</summary>
    [Theory]
    [InlineData(4608, 600.0)]
    [InlineData(8192, 600.0)]
    public async Task A_compact_update_of_the_sample_keeps_to_the_memory_that_it_announces(int memory, double mostInstructions)
    {
        (byte[] old, byte[] target) = await BlinkyImages.CompileAsync();
        PatchEncoderOptions options = new() { Format = PatchFormat.Compact, Compact = new() { Memory = memory } };
        byte[] patch = PatchEncoder.Encode(old, target, options, cancellationToken: Cancelled);

        (JsonElement report, long instructions) = await MeasureAsync(old, patch, target, bufferSize: 256, PatchFormat.Compact);

        double each = (double)instructions / target.Length;
        int stack = report.GetProperty("stack").GetInt32();
        int context = report.GetProperty("context").GetInt32();
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"image {target.Length}, compact patch {patch.Length}: {each:0.0} instructions a byte, stack {stack}, context {context}"));
        Assert.Equal(0, report.GetProperty("result").GetInt32());
        Assert.Equal(1, report.GetProperty("same").GetInt32());
        Assert.InRange(each, 50, mostInstructions);
        Assert.InRange(stack + context, 500, CompactStateSize);
    }

    private static async Task<(JsonElement Report, long Instructions)> MeasureAsync(
        byte[] old, byte[] patch, byte[] target, int bufferSize, PatchFormat format = PatchFormat.JojoDiff085)
    {
        string folder = TemporaryFolder.UntilExit();
        string rom = Path.Combine(folder, "measure.elf");
        string[] sources = ["lib/fota_patch.c", "lib/fota_compact.c", "board/measure/measure.c", "board/cortexm/semihost.c", "board/cortexm/phases.c"];
        await RunAsync(UpdateKit.Tools.CrossCompiler, [
            "-std=gnu99", "-mcpu=cortex-m3", "-mthumb", "-Os", "-ffunction-sections", "-Wl,--gc-sections," + new DeviceProfile().BoardAddresses, "--specs=nano.specs", "-nostartfiles",
            "-T", Path.Combine(s_device, "board", "cortexm", "rom.ld"), "-I", Path.Combine(s_device, "lib"), .. sources.Select(s => Path.Combine(s_device, s)), "-o", rom]);
        string memory = Path.Combine(folder, "memory.bin");
        WriteJob(memory, old, patch, target, bufferSize, format);
        string phases = Path.Combine(folder, "phases.jsonl");
        string plugin = await new HarnessRom(UpdateKit.Tools).BuildPluginAsync(Cancelled);
        string report = await RunAsync(UpdateKit.Tools.Qemu, [
            "-M", "mps2-an385,memory-backend=memory", "-object", $"memory-backend-file,id=memory,size=16M,mem-path={memory},share=on",
            "-display", "none", "-monitor", "none", "-serial", "none", "-chardev", "stdio,id=report,signal=off",
            "-semihosting-config", "enable=on,target=native,chardev=report", "-plugin", $"{plugin},out={phases}", "-kernel", rom]);
        JsonElement phase = File.ReadLines(phases).Select(l => JsonElement.Parse(l)).Single(p => p.GetProperty("phase").GetString() == "patch");
        return (JsonElement.Parse(report), phase.GetProperty("instructions").GetInt64());
    }

    private static void WriteJob(string path, byte[] old, byte[] patch, byte[] target, int bufferSize, PatchFormat format)
    {
        byte[] head = new byte[20];
        int[] numbers = [old.Length, patch.Length, target.Length, (int)format, bufferSize];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(i * sizeof(int)), numbers[i]);
        using FileStream file = new(path, FileMode.CreateNew);
        file.SetLength(FlashFile.FileSize);
        foreach ((int offset, byte[] content) in ((int, byte[])[])[(0, head), (0x100000, old), (0x200000, patch), (0x400000, target)])
        {
            file.Position = offset;
            file.Write(content);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Cancelled);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
