using System.Numerics;

namespace Fota.Delta.Compact;

/// <summary>
/// What the parser takes things to cost, in units of <see cref="BitPrice"/>: at first by experience, then by what the patch of the last round has cost.
/// </summary>
internal sealed class ParseCosts
{
    private const int FirstLiteral = (13 * BitPrice.One) / 2;
    private const int FirstMiss = 8 * BitPrice.One;

    // Below these, chance would decide.
    private const int MinMisses = 20;
    private const int MinLiterals = 200;

    // Weight of the mean of all literals against those of one value.
    private const int Smoothing = 4;

    private readonly int[] _copied = new int[2 << CodingCosts.HistoryBits];
    private readonly int[] _literals;
    private int _literal = FirstLiteral;

    public ParseCosts(int targetSize)
    {
        _literals = new int[targetSize];
        Array.Fill(_literals, FirstLiteral);
        for (int history = 0; history < 1 << CodingCosts.HistoryBits; history++)
        {
            // In 1/1000: 1 % after six hits, the more the more misses there were.
            int recent = BitOperations.PopCount((uint)history);
            int missed = recent == 0 ? 10 : Math.Min(600, 60 + (100 * recent));
            SetHistory(history, 1000 - missed, missed, FirstMiss);
        }
    }

    /// <summary>Of a byte of a copy, by the hits and misses before it, with its own in bit 0.</summary>
    public ReadOnlySpan<int> CopiedBytes => _copied;

    /// <summary>Of each byte of the target as a literal.</summary>
    public ReadOnlySpan<int> Literals => _literals;

    /// <summary>Learns from a patch.</summary>
    /// <param name="target">The target.</param>
    /// <param name="copies">The copies of the patch.</param>
    /// <param name="measured">What it has cost.</param>
    public void Learn(ReadOnlySpan<byte> target, List<Copy> copies, CodingCosts measured)
    {
        int miss = measured.MissCount > MinMisses ? (int)(measured.Misses / measured.MissCount) : FirstMiss;
        for (int history = 0; history < 1 << CodingCosts.HistoryBits; history++)
        {
            int hits = (10 * measured.HitsByHistory[history]) + 10;
            int misses = (10 * measured.MissesByHistory[history]) + 3;
            SetHistory(history, hits, misses, miss);
        }
        if (measured.LiteralCount > MinLiterals)
            _literal = (int)(measured.Literals / measured.LiteralCount);
        LearnLiterals(target, copies, measured.PerByte);
    }

    private void SetHistory(int history, int hits, int misses, int miss)
    {
        int all = BitPrice.Log2((uint)(hits + misses));
        _copied[history << 1] = all - BitPrice.Log2((uint)hits);
        _copied[(history << 1) | 1] = all - BitPrice.Log2((uint)misses) + miss;
    }

    private void LearnLiterals(ReadOnlySpan<byte> target, List<Copy> copies, ReadOnlySpan<int> perByte)
    {
        long[] sums = new long[512];
        int[] counts = new int[512];
        foreach ((int start, int end) in Gaps(copies, target.Length))
        {
            for (int at = start; at < end; at++)
            {
                int symbol = target[at] | ((at & 1) << 8);
                sums[symbol] += perByte[at];
                counts[symbol]++;
            }
        }
        int[] bySymbol = new int[512];
        for (int symbol = 0; symbol < bySymbol.Length; symbol++)
            bySymbol[symbol] = (int)((sums[symbol] + ((long)Smoothing * _literal)) / (counts[symbol] + Smoothing));
        for (int at = 0; at < target.Length; at++)
            _literals[at] = bySymbol[target[at] | ((at & 1) << 8)];
        foreach ((int start, int end) in Gaps(copies, target.Length))
        {
            for (int at = start; at < end; at++)
                _literals[at] = (_literals[at] + perByte[at]) / 2;
        }
    }

    private static IEnumerable<(int Start, int End)> Gaps(List<Copy> copies, int size)
    {
        int at = 0;
        foreach (Copy copy in copies)
        {
            yield return (at, copy.At);
            at = copy.End;
        }
        yield return (at, size);
    }
}
