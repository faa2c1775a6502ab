using System.Globalization;

namespace Fota.Emulator.Tests.InPlace;

/// <summary>What updates in place cost a device above the patcher: the figures of docs/inplace.md.</summary>
public class InPlaceCostTests
{
    private const int MostCode = 2560;
    private const int MostStack = 2048;

    private static readonly string[] s_sources = ["bootloader/inplace.c", "bootloader/inplace_plan.c", "lib/fota_patch.c"];

    [Theory]
    [InlineData("cortex-m0")]
    [InlineData("cortex-m3")]
    public async Task The_code_takes_at_most_two_and_a_half_KB_and_no_static_RAM(string cpu)
    {
        string[] objects = await CompileAsync(cpu);
        int code = 0;
        foreach (string item in objects[..^1])
        {
            string sizes = await ExternalProgram.RunAsync(UpdateKit.Tools.CrossCompiler.Replace("-gcc", "-size", StringComparison.Ordinal), [item]);
            int[] columns = [.. sizes.Split('\n')[1].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries).Take(3).Select(Number)];
            code += columns[0];
            Assert.Equal(0, columns[1] + columns[2]);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{cpu}: {code} bytes of code");
        Assert.InRange(code, 500, MostCode);
    }

    /// <summary>All frames together are more than the deepest path takes.</summary>
    [Fact]
    public async Task All_stack_frames_together_take_less_than_two_KB()
    {
        string[] objects = await CompileAsync("cortex-m3");
        int stack = 0;
        foreach (string usage in objects.Select(item => Path.ChangeExtension(item, ".su")))
        {
            string[] frames = File.ReadAllLines(usage);
            Assert.All(frames, frame => Assert.Equal("static", frame.Split('\t')[2]));
            stack += frames.Sum(frame => Number(frame.Split('\t')[1]));
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{stack} bytes of stack");
        Assert.InRange(stack, 500, MostStack);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string[]> CompileAsync(string cpu)
    {
        string device = UpdateKit.Tools.DeviceSources;
        string folder = TemporaryFolder.UntilExit();
        string[] objects = [.. s_sources.Select(source => Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + ".o"))];
        for (int i = 0; i < s_sources.Length; i++)
        {
            await ExternalProgram.RunAsync(UpdateKit.Tools.CrossCompiler, [
                "-std=c99", "-ffreestanding", "-mcpu=" + cpu, "-mthumb", "-Os", "-fstack-usage", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion",
                "-Werror", "-I", Path.Combine(device, "lib"), "-c", Path.Combine(device, s_sources[i]), "-o", objects[i]]);
        }
        return objects;
    }
}
