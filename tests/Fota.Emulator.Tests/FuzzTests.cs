using System.Buffers.Binary;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Emulator.Tests;

/// <summary>libFuzzer over everything on the device that reads what came over the air, for some seconds; fuzz.sh does it for hours.</summary>
public class FuzzTests
{
    private const int Seconds = 5;
    private const int FeedSize = 7;

    [Fact]
    public async Task Fuzzing_finds_no_memory_error_and_no_target_that_depends_on_how_a_JojoDiff_patch_arrives()
    {
        string corpus = TemporaryFolder.UntilExit();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus")))
            File.Copy(file, Path.Combine(corpus, Path.GetFileName(file)));

        await FuzzAsync("patch", corpus);
    }

    /// <summary>The seeds are the vectors, so that fuzzing starts behind header and map.</summary>
    [Fact]
    public async Task Fuzzing_finds_no_memory_error_and_no_target_that_depends_on_how_a_compact_patch_arrives()
    {
        string corpus = TemporaryFolder.UntilExit();
        string vectors = Repository.PathOf("tests", "vectors", "compact");
        foreach (string[] vector in File.ReadLines(Path.Combine(vectors, "index.tsv")).Skip(1).Select(l => l.Split('\t')))
        {
            byte[] source = File.ReadAllBytes(Path.Combine(vectors, vector[1]));
            byte[] head = [FeedSize, 0, 0];
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(1), (ushort)source.Length);
            File.WriteAllBytes(Path.Combine(corpus, vector[0]), [.. head, .. source, .. File.ReadAllBytes(Path.Combine(vectors, vector[0] + ".patch"))]);
        }

        await FuzzAsync("compact", corpus);
    }

    private static async Task FuzzAsync(string target, string corpus)
    {
        string script = Path.Combine(UpdateKit.Tools.DeviceSources, "board", "native", "fuzz.sh");
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments([script, target, $"{Seconds}", corpus, TemporaryFolder.UntilExit()])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains("Done ", result.StandardError, StringComparison.Ordinal);
    }
}
