using Fota.Delta.Benchmarks;
using Fota.Delta.Compact;

namespace Fota.Delta.Tests;

/// <summary>What compact patches take on released firmware: less than when the encoder was last made better is welcome, more is not.</summary>
[Slow]
public sealed class CompactSizeTests
{
    [Theory]
    [InlineData(4608, 424_900)]
    [InlineData(8192, 415_800)]
    public void All_pairs_together_take_at_most(int memory, int most)
    {
        var options = new PatchEncoderOptions
        {
            Format = PatchFormat.Compact,
            Compact = CompactOptions.Default with { Memory = memory },
        };
        int total = Corpus.Pairs.AsParallel().WithCancellation(TestContext.Current.CancellationToken)
            .Sum(pair => PatchEncoder.Encode(pair.Source, pair.Target, options).Length);

        Assert.Equal(24, Corpus.Pairs.Count);
        Assert.InRange(total, most * 9 / 10, most);
    }
}
