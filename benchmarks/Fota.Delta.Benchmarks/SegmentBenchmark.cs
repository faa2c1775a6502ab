using Fota.Delta.Compact;
using Fota.Delta.InPlace;

namespace Fota.Delta.Benchmarks;

/// <summary>
/// What compact patches would cost in place, where a segment is what a device does again after a power cut: their size by the size of a
/// segment, and what it costs JojoDiff patches that all reads of so many bytes go before their blocks die.
/// </summary>
internal static class SegmentBenchmark
{
    private const int KB = 1024;
    private const int Spare = 2;
    private static readonly int[] s_sizes = [4 * KB, 8 * KB, 16 * KB, 32 * KB, 64 * KB];

    public static void Run()
    {
        Console.WriteLine("Compact patches by the size of a segment, and JojoDiff patches in place in blocks of the same size, 2 of them spare; over 24 updates.");
        Console.WriteLine();
        var table = new Table(["segment", "compact, bytes", "more than in two slots, %", "JojoDiff in place, more, %"]);
        long twoSlots = CompactSize(CompactOptions.Default.SegmentSize);
        foreach (int size in s_sizes)
        {
            long compact = CompactSize(size);
            table.Add([$"{size / KB} KB", $"{compact:N0}", $"{Percent(compact, twoSlots):F2}", $"{InPlacePercent(size):F2}"]);
        }

        table.Print();
    }

    private static long CompactSize(int segment) => Corpus.Pairs.AsParallel().Sum(pair => (long)PatchEncoder.Encode(
        pair.Source, pair.Target, new PatchEncoderOptions { Format = PatchFormat.Compact, Compact = new() { SegmentSize = segment } }).Length);

    private static double InPlacePercent(int block)
    {
        (long inPlace, long unrestricted) = Corpus.Pairs.AsParallel().Select(pair => Sizes(pair, block))
            .Aggregate((all, each) => (all.Item1 + each.Item1, all.Item2 + each.Item2));
        return Percent(inPlace, unrestricted);
    }

    private static (long InPlace, long Unrestricted) Sizes(FirmwarePair pair, int block)
    {
        int blocks = ((Math.Max(pair.Source.Length, pair.Target.Length) + block - 1) / block) + Spare;
        InPlaceUpdate update = InPlaceEncoder.Encode(pair.Source, pair.Target, new FlashRegion(block, blocks));
        return (update.Patch.Length + update.Plan.ToBytes().Length, update.UnrestrictedSize);
    }

    private static double Percent(long size, long less) => 100.0 * (size - less) / less;
}
