using Fota.Delta.Benchmarks;
using Fota.Delta.Compact;

namespace Fota.Delta.Tests;

/// <summary>What compact patches take on released firmware: less than when the encoder was last made better is welcome, more is not.</summary>
[Slow]
public sealed class CompactSizeTests
{
    private const int Small = 4608;
    private const int Large = 8192;

    [Theory]
    [InlineData("argon-bootloader", "1.5.0", "1.5.2", 450, 447)]
    [InlineData("argon-bootloader", "1.5.2", "2.0.0", 17_564, 17_363)]
    [InlineData("argon-bootloader", "2.0.0", "2.1.0", 637, 632)]
    [InlineData("argon-bootloader", "2.1.0", "2.2.0", 1_877, 1_849)]
    [InlineData("boron-system-part1", "1.5.0", "1.5.2", 5_623, 5_555)]
    [InlineData("boron-system-part1", "1.5.2", "2.0.0", 193_280, 188_144)]
    [InlineData("boron-system-part1", "2.0.0", "2.1.0", 22_608, 22_077)]
    [InlineData("boron-system-part1", "2.1.0", "2.2.0", 11_125, 10_890)]
    [InlineData("electron-system-part1", "1.5.0", "1.5.2", 650, 645)]
    [InlineData("electron-system-part1", "1.5.2", "2.0.0", 29_826, 29_442)]
    [InlineData("electron-system-part1", "2.0.0", "2.1.0", 19_005, 18_811)]
    [InlineData("electron-system-part1", "2.1.0", "2.2.0", 639, 634)]
    [InlineData("photon-bootloader", "1.5.0", "1.5.2", 99, 98)]
    [InlineData("photon-bootloader", "1.5.2", "2.0.0", 6_334, 6_305)]
    [InlineData("photon-bootloader", "2.0.0", "2.1.0", 70, 69)]
    [InlineData("photon-bootloader", "2.1.0", "2.2.0", 112, 111)]
    [InlineData("photon-system-part1", "1.5.0", "1.5.2", 661, 658)]
    [InlineData("photon-system-part1", "1.5.2", "2.0.0", 35_122, 34_769)]
    [InlineData("photon-system-part1", "2.0.0", "2.1.0", 4_510, 4_459)]
    [InlineData("photon-system-part1", "2.1.0", "2.2.0", 646, 643)]
    [InlineData("photon-system-part2", "1.5.0", "1.5.2", 2_273, 2_263)]
    [InlineData("photon-system-part2", "1.5.2", "2.0.0", 57_673, 56_142)]
    [InlineData("photon-system-part2", "2.0.0", "2.1.0", 6_643, 6_585)]
    [InlineData("photon-system-part2", "2.1.0", "2.2.0", 6_088, 6_054)]
    public void A_pair_takes_at_most(string image, string from, string to, int mostInSmall, int mostInLarge)
    {
        FirmwarePair pair = Corpus.Pairs.Single(pair => pair.Name == $"{image} {from} {to}");

        Assert.InRange(SizeOf(pair, Small), mostInSmall * 9 / 10, mostInSmall);
        Assert.InRange(SizeOf(pair, Large), mostInLarge * 9 / 10, mostInLarge);
    }

    [Fact]
    public void All_pairs_are_held()
    {
        Assert.Equal(24, Corpus.Pairs.Count);
        Assert.Equal(Corpus.Pairs.Count, typeof(CompactSizeTests).GetMethod(nameof(A_pair_takes_at_most))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);
    }

    private static int SizeOf(FirmwarePair pair, int memory)
    {
        var options = new PatchEncoderOptions
        {
            Format = PatchFormat.Compact,
            Compact = CompactOptions.Default with { Memory = memory },
        };
        return PatchEncoder.Encode(pair.Source, pair.Target, options, cancellationToken: TestContext.Current.CancellationToken).Length;
    }
}
