namespace Fota.Delta.Jojo.Parsing;

/// <summary>Drops the live diagonals that are likeliest to lose, when there are more than their time is worth.</summary>
internal sealed class Eviction(DiagonalSet diagonals, int capacity)
{
    // A longer run is worth no more: it pays for the dearest jump in any case.
    private const int EnoughRun = 40;

    private readonly long[] _ranking = new long[capacity];

    /// <summary>Keeps so many, and the one that the best path is on. A removed one gives its index to another.</summary>
    public void Keep(int count, in ParseState state)
    {
        Span<Diagonal> live = diagonals.Live;
        Span<long> ranking = _ranking.AsSpan(0, live.Length);
        for (int i = 0; i < live.Length; i++)
            ranking[i] = ((long)Demerit(i, state) << 32) | (uint)live[i].Offset;
        // No two are equal, as the offsets differ, so the patch does not depend on how a runtime sorts.
        ranking.Sort();
        for (int i = Math.Min(count, ranking.Length); i < ranking.Length; i++)
        {
            int offset = (int)ranking[i];
            if (offset != state.BestOffset)
                diagonals.RemoveAt(diagonals.IndexOf(offset));
        }
    }

    /// <summary>What being on a diagonal costs beyond jumping there from the best, less what the rest of its run promises.</summary>
    private int Demerit(int index, in ParseState state)
    {
        ref Diagonal diagonal = ref diagonals.Live[index];
        int cost = diagonal.Cost;
        if (cost >= OptimalParser.Unreachable)
        {
            foreach (ref CopyStart start in diagonals.StartsOf(index)[..diagonal.StartCount])
                cost = Math.Min(cost, start.Cost + JojoFormat.OperationSizeWithLength(1));
        }
        int promise = Math.Clamp(diagonal.RunEnd - state.Position, 0, EnoughRun);
        return cost - state.Best - JumpCost.Of(diagonal.Offset - state.BestOffset) - promise;
    }
}
