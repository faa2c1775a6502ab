using CliWrap;
using CliWrap.Buffered;

namespace Fota.Emulator.Tests;

/// <summary>libFuzzer over everything on the device that reads what came over the air.</summary>
public class FuzzTests
{
    private const int Seconds = 60;

    [Fact]
    public async Task Fuzzing_finds_no_memory_error_and_no_target_that_depends_on_how_the_patch_arrives()
    {
        string work = TemporaryFolder.UntilExit();
        string corpus = Path.Combine(work, "corpus");
        Directory.CreateDirectory(corpus);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus")))
            File.Copy(file, Path.Combine(corpus, Path.GetFileName(file)));

        string script = Path.Combine(UpdateKit.Tools.DeviceSources, "board", "native", "fuzz.sh");
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments([script, $"{Seconds}", corpus, work])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains("Done ", result.StandardError, StringComparison.Ordinal);
    }
}
