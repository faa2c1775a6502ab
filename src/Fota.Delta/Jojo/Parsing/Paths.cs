namespace Fota.Delta.Jojo.Parsing;

/// <summary>How the live diagonals were reached. A copy enters the chain only when something is built on it.</summary>
internal sealed class Paths(DiagonalSet diagonals, CopyChain copies)
{
    /// <summary>The path that gives a diagonal its cost at a position.</summary>
    public PathEnd Of(int index, int position)
    {
        ref Diagonal diagonal = ref diagonals.Live[index];
        return diagonal.Cost == diagonal.CopyCost ? OfCopy(index, position) : diagonal.ReplacePath;
    }

    /// <summary>The path that ends at a position with the copy on a diagonal.</summary>
    public PathEnd OfCopy(int index, int position)
    {
        ref Diagonal diagonal = ref diagonals.Live[index];
        if (diagonal.BestStart == Diagonal.PatchStart)
            return new(CopyChain.None, 0);
        ref CopyStart start = ref diagonals.StartsOf(index)[diagonal.BestStart];
        if (start.Copy == CopyChain.None)
            start.Copy = copies.Add(new(start.Position, diagonal.Offset, start.Path, start.InsertFrom));
        return new(start.Copy, position);
    }
}
