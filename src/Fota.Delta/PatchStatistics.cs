namespace Fota.Delta;

/// <summary>What the operations of one kind add up to.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="EncodedSize">Bytes that they take in the patch.</param>
/// <param name="Length">Bytes that they write, or move over.</param>
public readonly record struct OperationTotals(int Count, long EncodedSize, long Length);

/// <summary>What a patch consists of.</summary>
public sealed class PatchStatistics
{
    private readonly OperationTotals[] _totals = new OperationTotals[(int)PatchOperationKind.Mod - (int)PatchOperationKind.Bkt + 1];

    private PatchStatistics()
    {
    }

    /// <summary>The size of the patch in bytes.</summary>
    public long PatchSize { get; private set; }

    /// <summary>The size of the new image in bytes.</summary>
    public long TargetSize { get; private set; }

    /// <summary>The smallest size, in bytes, of an old image that all copies fit.</summary>
    public long MinSourceSize { get; private set; }

    /// <summary>How many operations there are.</summary>
    public int OperationCount { get; private set; }

    /// <summary>The oldest dialect whose decoders apply the patch.</summary>
    public JojoDialect Dialect { get; private set; } = JojoDialect.V081;

    /// <summary>The totals of one kind of operation.</summary>
    public OperationTotals this[PatchOperationKind kind] => _totals[kind - PatchOperationKind.Bkt];

    /// <summary>Reads a patch to its end.</summary>
    /// <exception cref="PatchException">The patch is damaged.</exception>
    public static PatchStatistics Of(ReadOnlySpan<byte> patch)
    {
        var statistics = new PatchStatistics { PatchSize = patch.Length };
        foreach (PatchOperation operation in new PatchReader(patch))
            statistics.Add(operation);
        return statistics;
    }

    private void Add(PatchOperation operation)
    {
        ref OperationTotals totals = ref _totals[operation.Kind - PatchOperationKind.Bkt];
        totals = new(totals.Count + 1, totals.EncodedSize + operation.EncodedSize, totals.Length + operation.Length);
        OperationCount++;
        if (operation.IsImplicit)
            Dialect = JojoDialect.V085;
        if (operation.HasData || operation.Kind == PatchOperationKind.Eql)
            TargetSize += operation.Length;
        if (operation.Kind == PatchOperationKind.Eql)
            MinSourceSize = Math.Max(MinSourceSize, operation.SourcePosition + operation.Length);
    }
}
