using Fota.Delta.Benchmarks;
using Fota.Delta.Jojo.Parsing;
using Fota.Delta.Matching;

namespace Fota.Delta.Tests;

/// <summary>How near the encoder comes to the smallest patch there is.</summary>
[Slow]
public sealed class OptimalityTests
{
    private const int WindowSize = 4096;

    public static TheoryData<string, PatchFormat> WindowedPairs
    {
        get
        {
            var data = new TheoryData<string, PatchFormat>();
            string[] names = [.. Corpus.Pairs.Select(pair => pair.Name)];
            // Every third pair: each image and each step of versions occurs, and both processors.
            for (int i = 0; i < names.Length; i += 3)
            {
                data.Add(names[i], PatchFormat.JojoDiff085);
                data.Add(names[i], PatchFormat.JojoDiff081);
            }
            return data;
        }
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff085, 1_069_335)]
    [InlineData(PatchFormat.JojoDiff081, 1_218_759)]
    public void All_released_firmware_together_is_within_a_hundredth_of_a_percent_of_the_optimum(PatchFormat format, int limit)
    {
        int total = 0;
        foreach (FirmwarePair pair in Corpus.Pairs)
        {
            int size = Encode(pair.Source, pair.Target, format).Length;
            int optimum = pair.Optimum(format);
            Assert.True(size >= optimum, $"{pair}: {size} bytes are less than the optimum of {optimum}, so one of both is wrong.");
            Assert.True(size <= optimum * 1.001, $"{pair}: {size} bytes, the optimum is {optimum}.");
            total += size;
        }
        Assert.InRange(total, 1, limit);
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff085)]
    [InlineData(PatchFormat.JojoDiff081)]
    public void Without_limits_the_search_finds_the_optimum(PatchFormat format)
    {
        foreach (FirmwarePair pair in Corpus.Pairs.Where(pair => pair.Target.Length < 50_000 && pair.Optimum(format) < 20_000))
        {
            CancellationToken token = TestContext.Current.CancellationToken;
            var parser = new OptimalParser(new ImagePair(pair.Source, pair.Target), format, new GramIndex(pair.Source, token), SearchLimits.Unlimited);
            Assert.Equal(pair.Optimum(format), parser.Parse(out _, null, token));
        }
    }

    [Theory]
    [MemberData(nameof(WindowedPairs))]
    public void A_window_of_firmware_takes_the_smallest_patch_there_is(string name, PatchFormat format)
    {
        FirmwarePair pair = Corpus.Pairs.Single(candidate => candidate.Name == name);
        int start = (Math.Min(pair.Source.Length, pair.Target.Length) - WindowSize) / 2;
        byte[] source = pair.Source[start..(start + WindowSize)];
        byte[] target = pair.Target[start..(start + WindowSize)];
        Assert.Equal(ExhaustiveOptimum.Size(source, target, format), Encode(source, target, format).Length);
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff085)]
    [InlineData(PatchFormat.JojoDiff081)]
    public void Generated_images_full_of_escapes_are_within_a_thousandth_of_the_optimum(PatchFormat format)
    {
        int total = 0;
        int optimum = 0;
        for (int seed = 0; seed < 120; seed++)
        {
            (byte[] source, byte[] target) = EditedImages.Generate(seed, size: 600, escapeShare: seed % 3 == 0 ? 0.7 : 0.3);
            int size = Encode(source, target, format).Length;
            int least = ExhaustiveOptimum.Size(source, target, format);
            Assert.True(size >= least, $"Seed {seed}: {size} bytes are less than the optimum of {least}, so one of both is wrong.");
            total += size;
            optimum += least;
        }
        Assert.True(total <= optimum * 1.001, $"{total} bytes in total, the optimum is {optimum}.");
    }

    private static byte[] Encode(byte[] source, byte[] target, PatchFormat format)
    {
        byte[] patch = PatchEncoder.Encode(
            source, target, new() { Format = format }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(target, Patcher.Apply(source, patch, new() { Format = format }));
        return patch;
    }
}
