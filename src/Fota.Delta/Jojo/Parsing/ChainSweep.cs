namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// Keeps the chain of copies short. Most copies that were once the end of some path are soon the end of none that can win. Where too
/// many paths may still win, as in periodic images, whose diagonals all have equally good ones, the worst are given up.
/// </summary>
internal sealed class ChainSweep(CopyChain copies, DiagonalSet diagonals, InsertionTable insertions, Eviction eviction, int imageBytes)
{
    private const int MinLimit = 1 << 15;
    private const int ImageBytesPerCopy = 8;

    // An insertion that is this much dearer than the best path never wins: the dearest jump costs 7, and the best path gets at
    // most 3 dearer than its data alone while it waits to end a copy.
    private const int MaxUsefulExcess = 16;

    // Firmware leaves a hundredth of it. A sweep looks at the whole table of insertions, so there is none before it is reached.
    private readonly int _limit = MinLimit + (imageBytes / ImageBytesPerCopy);
    private bool[] _isUsed = [];
    private int[] _newIndex = [];
    private int _due = MinLimit + (imageBytes / ImageBytesPerCopy);

    /// <summary>Sweeps if the chain has reached its limit, and has doubled since the last time.</summary>
    public void RunIfDue(in ParseState state)
    {
        if (copies.Count < _due)
            return;
        Sweep(state, MaxUsefulExcess);
        int keep = diagonals.Count / 2;
        for (int excess = MaxUsefulExcess / 2; copies.Count > _limit && keep > 0; excess /= 2, keep /= 2)
        {
            eviction.Keep(keep, state);
            Sweep(state, excess);
        }
        _due = Math.Max(_limit, 2 * copies.Count);
    }

    private void Sweep(in ParseState state, int maxExcess)
    {
        foreach (ref Insertion insertion in insertions.All)
        {
            if (insertion.Cost + state.Closed > state.Best + maxExcess)
                insertion = default;
        }
        if (_newIndex.Length < copies.Count)
        {
            _isUsed = new bool[copies.Count];
            _newIndex = new int[copies.Count];
        }
        Array.Clear(_isUsed);
        VisitAll(new Marking(_isUsed));
        copies.Sweep(_isUsed, _newIndex);
        VisitAll(new Renaming(_newIndex));
    }

    private void VisitAll<TVisitor>(TVisitor visitor)
        where TVisitor : IVisitor
    {
        foreach (ref Insertion insertion in insertions.All)
        {
            if (insertion.Cost < OptimalParser.Unreachable)
                Visit(ref insertion.Path, visitor);
        }
        Span<Diagonal> live = diagonals.Live;
        for (int i = 0; i < live.Length; i++)
        {
            Visit(ref live[i].ReplacePath, visitor);
            foreach (ref CopyStart start in diagonals.StartsOf(i)[..live[i].StartCount])
            {
                Visit(ref start.Path, visitor);
                if (start.Copy != CopyChain.None)
                    visitor.Visit(ref start.Copy);
            }
        }
    }

    private static void Visit<TVisitor>(ref PathEnd path, TVisitor visitor)
        where TVisitor : IVisitor
    {
        int copy = path.Copy;
        if (copy == CopyChain.None)
            return;
        visitor.Visit(ref copy);
        path = path with { Copy = copy };
    }

    private interface IVisitor
    {
        void Visit(ref int copy);
    }

    private readonly struct Marking(bool[] isUsed) : IVisitor
    {
        public void Visit(ref int copy) => isUsed[copy] = true;
    }

    private readonly struct Renaming(int[] newIndex) : IVisitor
    {
        public void Visit(ref int copy) => copy = newIndex[copy];
    }
}
