namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// The cheapest way to have opened INS data, for each source position. The position stays while data is inserted, so a copy that
/// starts there later finds it without a search.
/// </summary>
internal sealed class InsertionTable(int sourceLength)
{
    private readonly Insertion[] _insertions = new Insertion[sourceLength + 1];

    public ref Insertion this[int sourcePosition] => ref _insertions[sourcePosition];

    public Span<Insertion> All => _insertions;

    public bool Covers(int sourcePosition) => (uint)sourcePosition < (uint)_insertions.Length;
}

/// <summary>INS data that was opened at a source position. The default value is none, so that a large table needs no filling.</summary>
internal struct Insertion
{
    private int _costBelowUnreachable;

    /// <summary>Cost with the INS open, less the literal costs of all target bytes so far.</summary>
    public int Cost
    {
        readonly get => OptimalParser.Unreachable - _costBelowUnreachable;
        set => _costBelowUnreachable = OptimalParser.Unreachable - value;
    }

    /// <summary>The path before it.</summary>
    public PathEnd Path;

    /// <summary>The target position where the data starts.</summary>
    public int From;
}
