using System.Runtime.CompilerServices;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// The diagonals from which a jump may pay: those whose cost is within 3 of the best, since every jump costs at least 3. Kept in
/// levels of cost, sorted by offset, so that the nearest of each level decides.
/// </summary>
internal sealed class JumpSources(int capacity)
{
    public const int MaxExcess = 3;

    // Up to this many are compared one by one, which is quicker than sorting.
    private const int UnsortedCount = 8;

    private readonly Level[] _levels = [new(capacity), new(capacity), new(capacity), new(capacity)];

    public void Clear()
    {
        foreach (Level level in _levels)
            level.Clear();
    }

    /// <param name="offset">The diagonal to jump from.</param>
    /// <param name="index">The live diagonal whose path it is.</param>
    /// <param name="isInsertion">True if the MOD data that is open there is to become INS data, which ends on this diagonal.</param>
    /// <param name="excess">Its cost above the best, 0 to <see cref="MaxExcess"/>.</param>
    public void Add(int offset, int index, bool isInsertion, int excess) => _levels[excess].Add(new(offset, index, isInsertion));

    /// <summary>Finds the cheapest jump to a diagonal that costs less than <paramref name="cost"/>, and lowers that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool FindCheaper(int offset, int best, ref int cost, out JumpSource source)
    {
        source = default;
        bool found = false;
        for (int excess = 0; excess < _levels.Length && best + excess + JumpCost.Min < cost; excess++)
        {
            foreach (JumpSource candidate in _levels[excess].Near(offset))
            {
                if (candidate.Offset == offset)
                    continue;
                int candidateCost = best + excess + JumpCost.Of(candidate.Offset - offset);
                if (candidateCost < cost)
                {
                    cost = candidateCost;
                    source = candidate;
                    found = true;
                }
            }
        }
        return found;
    }

    private sealed class Level(int capacity)
    {
        // Near a diagonal lie its own entries (as copy and as insertion) and a neighbour on either side.
        private const int Reach = 2;

        private readonly JumpSource[] _sources = new JumpSource[2 * capacity];
        private int _count;
        private bool _isSorted;

        public void Clear()
        {
            _count = 0;
            _isSorted = false;
        }

        public void Add(JumpSource source) => _sources[_count++] = source;

        public ReadOnlySpan<JumpSource> Near(int offset)
        {
            Span<JumpSource> sources = _sources.AsSpan(0, _count);
            if (_count <= UnsortedCount)
                return sources;
            if (!_isSorted)
            {
                JumpSource.Sort(sources);
                _isSorted = true;
            }
            int at = LowerBound(sources, offset);
            return sources[Math.Max(0, at - Reach)..Math.Min(_count, at + Reach + 1)];
        }

        private static int LowerBound(ReadOnlySpan<JumpSource> sources, int offset)
        {
            int low = 0;
            int high = sources.Length;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (sources[middle].Offset < offset)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }
}
