using Fota.Delta.Benchmarks;

namespace Fota.Delta.Tests;

/// <summary>What compact patches take on released firmware. Small images only, for time; benchmarks/run.sh has all.</summary>
[Slow]
public sealed class CompactSizeTests
{
    private const int LargestImage = 100_000;

    [Fact]
    public void The_small_pairs_together_take_at_most()
    {
        FirmwarePair[] pairs = [.. Corpus.Pairs.Where(pair => pair.Target.Length < LargestImage)];

        int total = pairs.Sum(pair => PatchEncoder.Encode(
            pair.Source, pair.Target, new() { Format = PatchFormat.Compact }, cancellationToken: TestContext.Current.CancellationToken).Length);

        Assert.Equal(12, pairs.Length);
        Assert.InRange(total, 70_000, 78_000);
    }
}
