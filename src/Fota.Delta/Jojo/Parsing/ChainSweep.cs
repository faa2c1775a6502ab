namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// Keeps the chain of copies short. Most copies that were once the end of some path are soon the end of none that can win; inputs
/// with many equally good paths would fill the memory with them.
/// </summary>
internal sealed class ChainSweep(CopyChain copies, DiagonalSet diagonals, InsertionTable insertions)
{
    private const int MinDue = 1 << 15;

    // An insertion that is this much dearer than the best path never wins: the dearest jump costs 7, and the best path gets at
    // most 3 dearer than its data alone while it waits to end a copy.
    private const int MaxUsefulExcess = 16;

    private readonly int _minDue = MinDue + (insertions.All.Length / 8);
    private bool[] _isUsed = [];
    private int[] _newIndex = [];
    private int _due = MinDue + (insertions.All.Length / 8);

    /// <summary>Sweeps if the chain has doubled since the last time.</summary>
    public void RunIfDue(in ParseState state)
    {
        if (copies.Count < _due)
            return;
        foreach (ref Insertion insertion in insertions.All)
        {
            if (insertion.Cost + state.Closed > state.Best + MaxUsefulExcess)
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
        _due = Math.Max(_minDue, 2 * copies.Count);
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
