namespace Fota.Delta.Parsing;

/// <summary>
/// The cheapest way to have opened INS data, for each source position. The position stays while data is inserted, so a copy that
/// starts there later finds it without a search.
/// </summary>
internal sealed class InsertionTable
{
    private readonly Insertion[] _insertions;

    public InsertionTable(int sourceLength)
    {
        _insertions = new Insertion[sourceLength + 1];
        Array.Fill(_insertions, Insertion.None);
    }

    public ref Insertion this[int sourcePosition] => ref _insertions[sourcePosition];

    public Span<Insertion> All => _insertions;

    public bool Covers(int sourcePosition) => (uint)sourcePosition < (uint)_insertions.Length;
}

/// <summary>INS data that was opened at a source position.</summary>
internal struct Insertion
{
    public static readonly Insertion None = new() { Cost = OptimalParser.Unreachable, Path = new(CopyChain.None, 0) };

    /// <summary>Cost with the INS open, less the literal costs of all target bytes so far.</summary>
    public int Cost;

    /// <summary>The path before it.</summary>
    public PathEnd Path;

    /// <summary>The target position where the data starts.</summary>
    public int From;
}
