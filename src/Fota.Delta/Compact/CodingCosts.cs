namespace Fota.Delta.Compact;

/// <summary>What the parts of a patch cost, in units of <see cref="BitPrice"/>: measured as it is written or read.</summary>
internal sealed class CodingCosts(int targetSize)
{
    /// <summary>Bytes of a copy, back from the current one, whose hits and misses predict the next.</summary>
    public const int HistoryBits = 6;

    private const int StartOfCopy = (1 << HistoryBits) - 1;

    private readonly int[] _perByte = new int[targetSize];
    private readonly int[] _movesPerByte = new int[targetSize];
    private readonly int[] _missesPerByte = new int[targetSize];
    private readonly int[] _hits = new int[1 << HistoryBits];
    private readonly int[] _misses = new int[1 << HistoryBits];
    private readonly long[] _missPrices = new long[ParseCosts.Symbols];
    private readonly int[] _missCounts = new int[ParseCosts.Symbols];
    private int _history;

    public long Map { get; private set; }

    /// <summary>Where copies begin, end and come from.</summary>
    public long Moves { get; private set; }

    /// <summary>Which bytes of copies differ from their prediction.</summary>
    public long Flags { get; private set; }

    /// <summary>The bytes that differ.</summary>
    public long Misses { get; private set; }

    public long Literals { get; private set; }

    /// <summary>The copies, in the order of the target.</summary>
    public List<Copy> Copies { get; } = [];

    public int MissCount { get; private set; }

    public int LiteralCount { get; private set; }

    /// <summary>What each byte of the target costs. Where a copy comes from counts for its first byte, how many literals follow it for its last.</summary>
    public ReadOnlySpan<int> PerByte => _perByte;

    /// <summary>What of <see cref="PerByte"/> is in <see cref="Moves"/>.</summary>
    public ReadOnlySpan<int> MovesPerByte => _movesPerByte;

    /// <summary>What of <see cref="PerByte"/> is in <see cref="Misses"/>.</summary>
    public ReadOnlySpan<int> MissesPerByte => _missesPerByte;

    /// <summary>Bytes of copies that were as predicted, by what the bytes before them were.</summary>
    public ReadOnlySpan<int> HitsByHistory => _hits;

    /// <summary>Bytes of copies that were not, likewise.</summary>
    public ReadOnlySpan<int> MissesByHistory => _misses;

    /// <summary>What of <see cref="Misses"/> is for each <see cref="ParseCosts.MissSymbol"/>.</summary>
    public ReadOnlySpan<long> MissesBySymbol => _missPrices;

    /// <summary>What of <see cref="MissCount"/> is, likewise.</summary>
    public ReadOnlySpan<int> MissCountsBySymbol => _missCounts;

    public void AddMap(long price) => Map += price;

    public void AddGap(int at, long price)
    {
        AddMove(Math.Max(0, at - 1), price);
    }

    public void AddCopy(in Copy copy, long price)
    {
        AddMove(copy.At, price);
        Copies.Add(copy);
        _history = StartOfCopy;
    }

    public void AddLiteral(int at, long price)
    {
        Literals += price;
        LiteralCount++;
        _perByte[at] += (int)price;
    }

    public void AddSingle(int at, long price, bool isMissed)
    {
        Flags += price;
        _perByte[at] += (int)price;
        AddByte(isMissed);
    }

    public void AddPair(int at, long price, bool isLowMissed, bool isHighMissed)
    {
        AddSingle(at, price, isLowMissed);
        AddByte(isHighMissed);
    }

    public void AddMissed(int at, int predicted, int value, long price)
    {
        int symbol = ParseCosts.MissSymbol(at, predicted, value);
        _missPrices[symbol] += price;
        _missCounts[symbol]++;
        Misses += price;
        MissCount++;
        _perByte[at] += (int)price;
        _missesPerByte[at] += (int)price;
    }

    private void AddMove(int at, long price)
    {
        Moves += price;
        _perByte[at] += (int)price;
        _movesPerByte[at] += (int)price;
    }

    private void AddByte(bool isMissed)
    {
        (isMissed ? _misses : _hits)[_history]++;
        _history = ((_history << 1) | (isMissed ? 1 : 0)) & StartOfCopy;
    }
}
