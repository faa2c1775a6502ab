namespace Fota.Delta.Jojo;

/// <summary>Counts the operations of a JojoDiff patch.</summary>
internal static class JojoStatistics
{
    // In the order of reports: from what carries data to what only moves.
    private static readonly JojoOperationKind[] s_kinds =
        [JojoOperationKind.Mod, JojoOperationKind.Ins, JojoOperationKind.Del, JojoOperationKind.Eql, JojoOperationKind.Bkt];

    public static PatchStatistics Of(ReadOnlySpan<byte> patch)
    {
        var totals = new OperationTotals[s_kinds.Length];
        for (int i = 0; i < s_kinds.Length; i++)
            totals[i] = new(s_kinds[i].Name(), 0, 0, 0);
        PatchFormat format = PatchFormat.JojoDiff081;
        long targetSize = 0;
        long minSourceSize = 0;
        foreach (JojoOperation operation in new JojoReader(patch))
        {
            ref OperationTotals sum = ref totals[Array.IndexOf(s_kinds, operation.Kind)];
            sum = sum with
            {
                Count = sum.Count + 1,
                EncodedSize = sum.EncodedSize + operation.EncodedSize,
                Length = sum.Length + operation.Length,
            };
            if (operation.IsImplicit)
                format = PatchFormat.JojoDiff085;
            if (operation.HasData || operation.Kind == JojoOperationKind.Eql)
                targetSize += operation.Length;
            if (operation.Kind == JojoOperationKind.Eql)
                minSourceSize = Math.Max(minSourceSize, operation.SourcePosition + operation.Length);
        }
        return new(format, patch.Length, targetSize, minSourceSize, totals);
    }
}
