using Fota.Delta.Benchmarks;

namespace Fota.Delta.Tests;

/// <summary>How near the encoder comes to the smallest patch there is.</summary>
public sealed class OptimalityTests
{
    private const int WindowSize = 4096;

    public static TheoryData<string, JojoDialect> WindowedPairs
    {
        get
        {
            var data = new TheoryData<string, JojoDialect>();
            string[] names = [.. Corpus.Pairs.Select(pair => pair.Name)];
            // Every third pair: each image and each step of versions occurs, and both processors.
            for (int i = 0; i < names.Length; i += 3)
            {
                data.Add(names[i], JojoDialect.V085);
                data.Add(names[i], JojoDialect.V081);
            }
            return data;
        }
    }

    [Theory]
    [InlineData(JojoDialect.V085, 1_069_400)]
    [InlineData(JojoDialect.V081, 1_218_900)]
    public void All_released_firmware_together_is_within_a_hundredth_of_a_percent_of_the_optimum(JojoDialect dialect, int limit)
    {
        int total = 0;
        foreach (FirmwarePair pair in Corpus.Pairs)
        {
            int size = Encode(pair.Source, pair.Target, dialect).Length;
            int optimum = pair.Optimum(dialect);
            Assert.True(size >= optimum, $"{pair}: {size} bytes are less than the optimum of {optimum}, so one of both is wrong.");
            Assert.True(size <= optimum * 1.001, $"{pair}: {size} bytes, the optimum is {optimum}.");
            total += size;
        }
        Assert.InRange(total, 1, limit);
    }

    [Theory]
    [MemberData(nameof(WindowedPairs))]
    public void A_window_of_firmware_takes_the_smallest_patch_there_is(string name, JojoDialect dialect)
    {
        FirmwarePair pair = Corpus.Pairs.Single(candidate => candidate.Name == name);
        int start = (Math.Min(pair.Source.Length, pair.Target.Length) - WindowSize) / 2;
        byte[] source = pair.Source[start..(start + WindowSize)];
        byte[] target = pair.Target[start..(start + WindowSize)];
        Assert.Equal(ExhaustiveOptimum.Size(source, target, dialect), Encode(source, target, dialect).Length);
    }

    [Theory]
    [InlineData(JojoDialect.V085)]
    [InlineData(JojoDialect.V081)]
    public void Generated_images_full_of_escapes_are_within_a_thousandth_of_the_optimum(JojoDialect dialect)
    {
        int total = 0;
        int optimum = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            (byte[] source, byte[] target) = EditedImages.Generate(seed, size: 600, escapeShare: seed % 3 == 0 ? 0.7 : 0.3);
            int size = Encode(source, target, dialect).Length;
            int least = ExhaustiveOptimum.Size(source, target, dialect);
            Assert.True(size >= least, $"Seed {seed}: {size} bytes are less than the optimum of {least}, so one of both is wrong.");
            total += size;
            optimum += least;
        }
        Assert.True(total <= optimum * 1.001, $"{total} bytes in total, the optimum is {optimum}.");
    }

    private static byte[] Encode(byte[] source, byte[] target, JojoDialect dialect)
    {
        byte[] patch = PatchEncoder.Encode(
            source, target, new() { Dialect = dialect }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(target, Patcher.Apply(source, patch, new() { Dialect = dialect }));
        return patch;
    }
}
