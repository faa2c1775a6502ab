namespace Fota.Delta.Parsing;

/// <summary>
/// Bounds the search, so that no input takes long: a supply of work that grows with the target. Real firmware never needs half of
/// it; two-symbol random data would need a thousand times more. Counts work, not time, so that patches are reproducible.
/// </summary>
internal sealed class SearchBudget
{
    private const long PerTargetByte = 16;
    private const long Initial = 1 << 20;

    private long _spent;

    public void Spend(int work) => _spent += work;

    public bool IsLeft(int targetPosition) => _spent < Initial + (PerTargetByte * targetPosition);
}
