namespace Fota.Delta.Jojo.Parsing;

/// <summary>How a path through the target ends: its last copy (<see cref="CopyChain.None"/> at the start) and where that copy ends.</summary>
internal readonly record struct PathEnd(int Copy, int End);

/// <summary>A copy, and the path before it: after the previous copy comes MOD data up to <c>InsertFrom</c>, then INS data.</summary>
internal readonly record struct Copy(int Start, int Diagonal, PathEnd Previous, int InsertFrom);

/// <summary>All copies that may still be part of the cheapest path, linked backwards.</summary>
internal sealed class CopyChain
{
    public const int None = -1;

    private Copy[] _copies = new Copy[1024];

    public int Count { get; private set; }

    public int Add(Copy copy)
    {
        if (Count == _copies.Length)
            Array.Resize(ref _copies, Count * 2);
        _copies[Count] = copy;
        return Count++;
    }

    /// <summary>Drops the copies that no path in use needs any more, and closes the gaps.</summary>
    /// <param name="isUsed">True for each copy at the end of a path in use; the copies before them become true as well.</param>
    /// <param name="newIndex">Takes the new index of each copy that stays.</param>
    public void Sweep(Span<bool> isUsed, Span<int> newIndex)
    {
        // A copy is always behind the one before it, so one pass in either direction is enough.
        for (int i = Count - 1; i >= 0; i--)
        {
            int previous = _copies[i].Previous.Copy;
            if (isUsed[i] && previous != None)
                isUsed[previous] = true;
        }
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!isUsed[i])
                continue;
            Copy copy = _copies[i];
            PathEnd previous = copy.Previous;
            if (previous.Copy != None)
                copy = copy with { Previous = previous with { Copy = newIndex[previous.Copy] } };
            newIndex[i] = kept;
            _copies[kept++] = copy;
        }
        Count = kept;
    }

    /// <summary>Writes the operations of the path that ends with <paramref name="last"/>.</summary>
    public void Write(PathEnd last, ReadOnlySpan<byte> target, JojoWriter writer)
    {
        var path = new Stack<PathEnd>();
        for (PathEnd end = last; end.Copy != None; end = _copies[end.Copy].Previous)
            path.Push(end);
        int position = 0;
        int diagonal = 0;
        foreach (PathEnd end in path)
        {
            Copy copy = _copies[end.Copy];
            writer.WriteData(JojoOperationKind.Mod, target[position..copy.InsertFrom]);
            writer.WriteData(JojoOperationKind.Ins, target[copy.InsertFrom..copy.Start]);
            diagonal -= copy.Start - copy.InsertFrom;
            writer.WriteJump(copy.Diagonal - diagonal);
            writer.WriteCopy(end.End - copy.Start);
            diagonal = copy.Diagonal;
            position = end.End;
        }
        writer.WriteData(JojoOperationKind.Mod, target[position..]);
    }
}
