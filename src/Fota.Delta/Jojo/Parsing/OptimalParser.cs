using System.Runtime.CompilerServices;
using Fota.Delta.Matching;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// Finds the cheapest list of operations that makes the target: dynamic programming over target positions, with the real cost in
/// bytes, on the diagonals that can still win. docs/jojodiff.md explains the method.
/// </summary>
/// <remarks>
/// Here and in the searches, methods with hot loops skip the JIT's quick tier: most processes make one patch, which would be done
/// before the optimized code is there. That saves a fifth of a cold run; docs/performance.md has the figures.
/// </remarks>
internal ref struct OptimalParser
{
    /// <summary>Above any cost, and small enough to add costs to.</summary>
    public const int Unreachable = 1 << 29;

    private const int CheckInterval = 64;
    private const int ProgressInterval = CheckInterval * 256;

    // The index takes about this part of the time.
    private const double IndexShare = 0.25;

    private const long InitialLive = 1 << 20;

    // To rank so many for eviction takes as long as to look at a candidate.
    private const int LivePerWork = 8;

    // Shorter runs do not pay for EQL, unless they spare escapes.
    private const int MinRun = 4;

    private readonly ImagePair _images;
    private readonly LiteralCosts _literals;
    private readonly DiagonalSet _diagonals;
    private readonly InsertionTable _insertions;
    private readonly JumpSources _jumpSources;
    private readonly SearchLimits _limits;
    private readonly SearchBudget _budget;
    private readonly CandidateSearch _search;
    private readonly Eviction _eviction;
    private readonly CopyChain _copies = new();
    private readonly Paths _paths;
    private readonly ChainSweep _sweep;

    // What opening MOD data costs behind a copy.
    private readonly int _replaceOpening;

    private ParseState _state;

    public OptimalParser(ImagePair images, PatchFormat format, CancellationToken cancellationToken)
        : this(images, format, new GramIndex(images.Source, cancellationToken))
    {
    }

    /// <summary>Creates a parser for a source that was indexed before.</summary>
    public OptimalParser(ImagePair images, PatchFormat format, GramIndex index, SearchLimits? limits = null)
    {
        _limits = limits ?? SearchLimits.Default;
        _budget = new SearchBudget(_limits);
        _images = images;
        _replaceOpening = JojoFormat.HasImplicitMod(format) ? 0 : JojoFormat.OperationSize;
        _literals = new LiteralCosts(images.Target);
        _diagonals = new DiagonalSet(images.Source.Length, images.Target.Length, _limits.Live);
        _insertions = new InsertionTable(images.Source.Length);
        _jumpSources = new JumpSources(_limits.Live);
        _search = new CandidateSearch(index, _insertions, _budget, _limits, images.Source.Length);
        _eviction = new Eviction(_diagonals, _limits.Live);
        _paths = new Paths(_diagonals, _copies);
        _sweep = new ChainSweep(_copies, _diagonals, _insertions, _eviction, images.Source.Length + images.Target.Length);
    }

    /// <summary>The diagonals that were priced so far, summed over all positions: what most of the time goes into.</summary>
    public long PricedDiagonals { get; private set; }

    /// <summary>Finds the path.</summary>
    /// <returns>Its cost: the size of the patch in bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Parse(out PathEnd path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> target = _images.Target;
        _diagonals.Add(0, 0);
        _diagonals.Live[0].CopyCost = 0;
        _diagonals.Live[0].BestStart = Diagonal.PatchStart;
        for (int position = 0; ; position++)
        {
            if (position % CheckInterval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _sweep.RunIfDue(_state);
                if (position % ProgressInterval == 0)
                    progress?.Report(IndexShare + ((1 - IndexShare) * position / Math.Max(1, target.Length)));
            }
            _state.Position = position;
            _state.Literals = _literals[position];
            _state.Closed = _state.Literals + LiteralCosts.Closing(target, position);
            PriceDiagonals();
            if (position == target.Length)
            {
                path = _paths.Of(_state.BestIndex, position);
                return _state.Best;
            }
            PruneAndOpenData();
            MakeRoom();
            CollectJumpSources();
            OpenInsertions();
            if (_state.BestRunEnd - position < MinRun)
                _search.AddCandidates(_images, _state, _literals, _diagonals);
            StartCopies();
            // Last, as all else reads what copies cost up to here.
            _diagonals.PriceCopies(position + 1);
        }
    }

    public readonly void Write(PathEnd path, JojoWriter writer) => _copies.Write(path, _images.Target, writer);

    /// <summary>Settles the cost of each diagonal here, and which is the best; of equals the one that matches longest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PriceDiagonals()
    {
        Span<Diagonal> live = _diagonals.Live;
        int closed = _state.Closed;
        int best = int.MaxValue;
        int bestIndex = 0;
        for (int i = 0; i < live.Length; i++)
        {
            ref Diagonal diagonal = ref live[i];
            int cost = Math.Min(diagonal.CopyCost, diagonal.ReplaceCost + closed);
            diagonal.Cost = cost;
            if (cost < best || (cost == best && diagonal.RunEnd > live[bestIndex].RunEnd))
            {
                best = cost;
                bestIndex = i;
            }
        }
        ref Diagonal winner = ref live[bestIndex];
        bool isInCopy = winner.CopyCost == best && winner.RunEnd > _state.Position;
        _state.Best = best;
        _state.BestIndex = bestIndex;
        _state.BestOffset = winner.Offset;
        _state.BestRunEnd = isInCopy ? winner.RunEnd : _state.Position;
    }

    /// <summary>Opens MOD data where it pays, finds the runs that begin, and drops what a jump from the best reaches as cheaply.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PruneAndOpenData()
    {
        for (int i = _diagonals.Count - 1; i >= 0; i--)
        {
            ref Diagonal diagonal = ref _diagonals.Live[i];
            int jump = JumpCost.Of(diagonal.Offset - _state.BestOffset);
            int limit = jump == 0 ? Unreachable / 2 : _state.Best + jump + _replaceOpening;
            if (diagonal.CopyCost < limit && diagonal.CopyCost + _replaceOpening - _state.Literals < diagonal.ReplaceCost)
            {
                diagonal.ReplacePath = _paths.OfCopy(i, _state.Position);
                diagonal.ReplaceCost = diagonal.CopyCost + _replaceOpening - _state.Literals;
            }
            bool isInRun = diagonal.RunEnd > _state.Position || BeginRun(ref diagonal);
            if (diagonal.Cost < limit)
                continue;
            diagonal.ReplaceCost = Unreachable;
            diagonal.CopyCost = Unreachable;
            diagonal.Cost = Unreachable;
            if (!isInRun || diagonal.StartCount == 0 || IsOutlived(i, _state.Best + jump - 1))
                _diagonals.RemoveAt(i);
        }
        _state.BestIndex = _diagonals.IndexOf(_state.BestOffset);
    }

    /// <summary>Makes room for the candidates of one position, and for more, so that it is seldom needed.</summary>
    private void MakeRoom()
    {
        PricedDiagonals += _diagonals.Count;
        bool isWide = _budget.EffortAt(_state.Position) == SearchEffort.Wide
            && PricedDiagonals <= InitialLive + ((long)_limits.NarrowLive * _state.Position);
        int capacity = isWide ? _limits.Live : _limits.NarrowLive;
        if (_diagonals.Count <= capacity - _limits.Added)
            return;
        _budget.Spend(_diagonals.Count / LivePerWork);
        _eviction.Keep(capacity / 2, _state);
        _state.BestIndex = _diagonals.IndexOf(_state.BestOffset);
    }

    private readonly bool BeginRun(ref Diagonal diagonal)
    {
        diagonal.StartCount = 0;
        diagonal.RunEnd = 0;
        int position = _state.Position;
        if (!_images.Matches(position, diagonal.Offset))
            return false;
        int end = _images.RunEnd(position, diagonal.Offset);
        ReadOnlySpan<byte> run = _images.Target[position..end];
        bool pays = run.Length >= MinRun
            || run[0] == JojoFormat.Escape
            || (run.Length == MinRun - 1 && run.Contains(JojoFormat.Escape));
        if (pays)
            diagonal.RunEnd = end;
        return pays;
    }

    /// <summary>True if the best copy reaches as far, and no start on the diagonal is cheaper than a bound.</summary>
    private readonly bool IsOutlived(int index, int bound)
    {
        ref Diagonal diagonal = ref _diagonals.Live[index];
        if (diagonal.RunEnd > _state.BestRunEnd)
            return false;
        foreach (ref CopyStart start in _diagonals.StartsOf(index)[..diagonal.StartCount])
        {
            if (start.Cost < bound)
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void CollectJumpSources()
    {
        _jumpSources.Clear();
        Span<Diagonal> live = _diagonals.Live;
        for (int i = 0; i < live.Length; i++)
        {
            ref Diagonal diagonal = ref live[i];
            int excess = diagonal.Cost - _state.Best;
            if (excess > JumpSources.MaxExcess)
                continue;
            _jumpSources.Add(diagonal.Offset, i, isInsertion: false, excess);
            // In 0.8.1 MOD and INS cost the same to open, so MOD data may as well have been INS data all along.
            bool isReplacing = diagonal.ReplaceCost + _state.Closed == diagonal.Cost;
            int length = _state.Position - diagonal.ReplacePath.End;
            if (_replaceOpening > 0 && isReplacing && length > 0)
                _jumpSources.Add(diagonal.Offset - length, i, isInsertion: true, excess);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void OpenInsertions()
    {
        Span<Diagonal> live = _diagonals.Live;
        int limit = _state.Best + MinRun + _replaceOpening;
        for (int i = 0; i < live.Length; i++)
        {
            ref Diagonal diagonal = ref live[i];
            int source = _state.Position + diagonal.Offset;
            if (diagonal.Cost > limit || !_insertions.Covers(source))
                continue;
            ref Insertion insertion = ref _insertions[source];
            int cost = diagonal.Cost + JojoFormat.OperationSize - _state.Literals;
            if (cost < insertion.Cost)
                insertion = new() { Cost = cost, Path = _paths.Of(i, _state.Position), From = _state.Position };
        }
    }

    /// <summary>Lets a copy start on each diagonal that matches here: by staying, after INS data, or after a jump.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void StartCopies()
    {
        Span<Diagonal> live = _diagonals.Live;
        for (int i = 0; i < live.Length; i++)
        {
            ref Diagonal diagonal = ref live[i];
            if (diagonal.RunEnd <= _state.Position)
                continue;
            int cost = diagonal.Cost;
            ref Insertion insertion = ref _insertions[_state.Position + diagonal.Offset];
            bool isInserted = insertion.Cost + _state.Closed < cost;
            if (isInserted)
                cost = insertion.Cost + _state.Closed;
            JumpSource source = new(diagonal.Offset, i, isInsertion: false);
            if (cost > _state.Best + JumpCost.Min && _jumpSources.FindCheaper(diagonal.Offset, _state.Best, ref cost, out JumpSource jump))
            {
                source = jump;
                isInserted = false;
            }
            if (cost >= Unreachable / 2 || !_diagonals.TryAddStart(i, _state.Position, cost))
                continue;
            ref CopyStart start = ref _diagonals.StartsOf(i)[diagonal.StartCount - 1];
            start.InsertFrom = isInserted ? insertion.From : _state.Position;
            if (isInserted)
                start.Path = insertion.Path;
            else if (source.IsInsertion)
                (start.Path, start.InsertFrom) = (live[source.Index].ReplacePath, live[source.Index].ReplacePath.End);
            else
                start.Path = _paths.Of(source.Index, _state.Position);
        }
    }
}
