namespace Fota.Delta.Jojo.Parsing;

/// <summary>How much a search may do.</summary>
internal enum SearchEffort
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Look at the likeliest few.</summary>
    Narrow,

    /// <summary>Look at all that experience says can pay.</summary>
    Wide,
}

/// <summary>
/// Bounds the search, so that no input takes long: a supply of work that grows with the target. Real firmware needs a tenth of it;
/// two-symbol random data would need a thousand times more. Counts work, not time, so that patches are reproducible.
/// </summary>
internal sealed class SearchBudget(SearchLimits limits)
{
    private const long Initial = 1 << 16;

    private long _spent;

    public void Spend(int work) => _spent += work;

    /// <summary>Wide until the supply is spent, then narrow until as much again is, then none until the target has grown.</summary>
    public SearchEffort EffortAt(int targetPosition)
    {
        long supply = Initial + ((long)limits.WorkPerByte * targetPosition);
        return _spent < supply ? SearchEffort.Wide : _spent < 2 * supply ? SearchEffort.Narrow : SearchEffort.None;
    }
}
