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

    /// <summary>How many symbols there are: of literals, the value and the place in the halfword.</summary>
    public const int Symbols = 512;

    // Weight of the mean of all against those of one symbol.
    private const int Smoothing = 4;

    private readonly int[] _copied = new int[2 << CodingCosts.HistoryBits];
    private readonly int[] _literals;
    private readonly int[] _misses = new int[Symbols];
    private int _literal = FirstLiteral;

    public ParseCosts(int targetSize)
    {
        _literals = new int[targetSize];
        Array.Fill(_literals, FirstLiteral);
        Array.Fill(_misses, FirstMiss);
        for (int history = 0; history < 1 << CodingCosts.HistoryBits; history++)
        {
            // In 1/1000: 1 % after six hits, the more the more misses there were.
            int recent = BitOperations.PopCount((uint)history);
            int missed = recent == 0 ? 10 : Math.Min(600, 60 + (100 * recent));
            SetHistory(history, 1000 - missed, missed);
        }
    }

    /// <summary>That a byte of a copy hits or misses, by the hits and misses before it, with its own in bit 0.</summary>
    public ReadOnlySpan<int> CopiedBytes => _copied;

    /// <summary>Of each <see cref="MissSymbol"/>, over and above that it is a miss.</summary>
    public ReadOnlySpan<int> Misses => _misses;

    /// <summary>Of each byte of the target as a literal.</summary>
    public ReadOnlySpan<int> Literals => _literals;

    /// <summary>
    /// What tells missed bytes apart: the place in the halfword, and by how much it differs. Differences that come again, as those of an
    /// offset into a structure that grew, are cheap; one price for all would let the parser look for other copies there.
    /// </summary>
    public static int MissSymbol(int at, int predicted, int value) => LiteralSymbol(at, value - predicted);

    /// <summary>Learns from a patch.</summary>
    /// <param name="target">The target.</param>
    /// <param name="copies">The copies of the patch.</param>
    /// <param name="measured">What it has cost.</param>
    public void Learn(ReadOnlySpan<byte> target, List<Copy> copies, CodingCosts measured)
    {
        int miss = measured.MissCount > MinMisses ? MeanOfSymbols(measured.MissesBySymbol, measured.MissCountsBySymbol) : FirstMiss;
        for (int history = 0; history < 1 << CodingCosts.HistoryBits; history++)
        {
            int hits = (10 * measured.HitsByHistory[history]) + 10;
            int misses = (10 * measured.MissesByHistory[history]) + 3;
            SetHistory(history, hits, misses);
        }
        for (int symbol = 0; symbol < _misses.Length; symbol++)
            _misses[symbol] = Smooth(measured.MissesBySymbol[symbol], measured.MissCountsBySymbol[symbol], miss);
        if (measured.LiteralCount > MinLiterals)
            _literal = (int)(measured.Literals / measured.LiteralCount);
        LearnLiterals(target, copies, measured.PerByte);
    }

    private static int LiteralSymbol(int at, int value) => ((at & 1) << 8) | (byte)value;

    /// <summary>What a symbol costs that has not been seen: as much as others do, not as much as the few that come again and again.</summary>
    private static int MeanOfSymbols(ReadOnlySpan<long> sums, ReadOnlySpan<int> counts)
    {
        long sum = 0;
        int seen = 0;
        for (int symbol = 0; symbol < sums.Length; symbol++)
        {
            if (counts[symbol] == 0)
                continue;
            sum += sums[symbol] / counts[symbol];
            seen++;
        }
        return (int)(sum / seen);
    }

    private static int Smooth(long sum, int count, int mean) => (int)((sum + ((long)Smoothing * mean)) / (count + Smoothing));

    private void SetHistory(int history, int hits, int misses)
    {
        int all = BitPrice.Log2((uint)(hits + misses));
        _copied[history << 1] = all - BitPrice.Log2((uint)hits);
        _copied[(history << 1) | 1] = all - BitPrice.Log2((uint)misses);
    }

    private void LearnLiterals(ReadOnlySpan<byte> target, List<Copy> copies, ReadOnlySpan<int> perByte)
    {
        long[] sums = new long[Symbols];
        int[] counts = new int[Symbols];
        foreach ((int start, int end) in Gaps(copies, target.Length))
        {
            for (int at = start; at < end; at++)
            {
                int symbol = LiteralSymbol(at, target[at]);
                sums[symbol] += perByte[at];
                counts[symbol]++;
            }
        }
        int[] bySymbol = new int[Symbols];
        for (int symbol = 0; symbol < bySymbol.Length; symbol++)
            bySymbol[symbol] = Smooth(sums[symbol], counts[symbol], _literal);
        for (int at = 0; at < target.Length; at++)
            _literals[at] = bySymbol[LiteralSymbol(at, target[at])];
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
