using System.Runtime.CompilerServices;
using Fota.Delta.Matching;

namespace Fota.Delta.Jojo.Parsing;

/// <summary>
/// Looks for diagonals worth a jump: in the 4-gram index near the cheapest diagonals, as a short jump is cheap, and among the
/// suffixes that share most with what comes, as a long copy pays for any jump.
/// </summary>
internal sealed class CandidateSearch(GramIndex index, InsertionTable insertions, SearchBudget budget, SearchLimits limits, int sourceLength)
{
    /// <summary>Diagonals to search near to.</summary>
    public const int MaxAnchors = 3;

    private const int NarrowNearestPerSide = 2;
    private const int SuffixesPerSide = 4;
    private const int MinSuffixMatch = 6;

    // An equal suffix longer than this is as good as any.
    private const int MaxSuffixCompare = 1 << 16;

    // One more than the target position at which a source position was last ranked.
    private readonly int[] _rankedAt = new int[sourceLength];
    private readonly Anchor[] _anchors = new Anchor[MaxAnchors];

    // No position is ranked twice.
    private readonly long[] _ranking = new long[Math.Min(sourceLength, 2 * (SuffixesPerSide + ((long)MaxAnchors * limits.Nearest)))];
    private int _anchorCount;
    private int _candidateCount;

    /// <summary>Adds the most promising diagonals at a position; the caller sees to the room for <see cref="SearchLimits.Added"/>.</summary>
    /// <param name="images">Both images.</param>
    /// <param name="state">Where the parser stands.</param>
    /// <param name="literals">What data costs.</param>
    /// <param name="diagonals">The live diagonals, with their costs; takes the new ones.</param>
    public void AddCandidates(in ImagePair images, in ParseState state, LiteralCosts literals, DiagonalSet diagonals)
    {
        if (state.Position + GramIndex.GramSize > images.Target.Length)
            return;
        SearchEffort effort = budget.EffortAt(state.Position);
        if (effort == SearchEffort.None)
            return;
        GramGroup group = index.Find(images.Target[state.Position..]);
        if (group.Count == 0)
            return;
        bool isWide = effort == SearchEffort.Wide;
        int perSide = isWide ? limits.Nearest : NarrowNearestPerSide;
        ChooseAnchors(state, diagonals.Live);
        _candidateCount = 0;
        var evaluation = new CandidateEvaluation(images, state, literals);
        if (group.Count > perSide)
            RankSuffixNeighbours(images, state, group.Suffixes, evaluation, diagonals);
        for (int i = 0; i < _anchorCount; i++)
            RankNearest(state, group, _anchors[i].Offset, perSide, evaluation, diagonals);
        AddBest(images, state, diagonals);
    }

    /// <summary>The cheapest diagonals; the best of all first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChooseAnchors(in ParseState state, ReadOnlySpan<Diagonal> live)
    {
        _anchorCount = 0;
        for (int i = 0; i < live.Length; i++)
        {
            int excess = live[i].Cost - state.Best;
            if (excess > JumpSources.MaxExcess)
                continue;
            var anchor = new Anchor(live[i].Offset, excess, (excess * 2) + (i == state.BestIndex ? 0 : 1));
            int at = _anchorCount;
            while (at > 0 && _anchors[at - 1].Rank > anchor.Rank)
                at--;
            if (at == MaxAnchors)
                continue;
            if (_anchorCount < MaxAnchors)
                _anchorCount++;
            _anchors.AsSpan(at, _anchorCount - at - 1).CopyTo(_anchors.AsSpan(at + 1));
            _anchors[at] = anchor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RankNearest(
        in ParseState state, GramGroup group, int anchor, int perSide, in CandidateEvaluation evaluation, DiagonalSet diagonals)
    {
        ReadOnlySpan<int> positions = group.Positions;
        int centre = state.Position + anchor;
        // In a frequent gram's crowd, only what the cheapest jump reaches.
        int reach = positions.Length > 2 * perSide ? JojoFormat.MaxOneByteLength : int.MaxValue;
        int first = positions.BinarySearch(centre);
        if (first < 0)
            first = ~first;
        for (int i = first; i < positions.Length && i < first + perSide && positions[i] - centre <= reach; i++)
            Rank(positions[i], state, evaluation, diagonals);
        for (int i = first - 1; i >= 0 && i >= first - perSide && centre - positions[i] <= reach; i--)
            Rank(positions[i], state, evaluation, diagonals);
    }

    private void RankSuffixNeighbours(
        in ImagePair images, in ParseState state, ReadOnlySpan<int> suffixes, in CandidateEvaluation evaluation, DiagonalSet diagonals)
    {
        int at = FindSuffix(images, images.Target[state.Position..], suffixes);
        int end = Math.Min(suffixes.Length, at + SuffixesPerSide);
        for (int i = Math.Max(0, at - SuffixesPerSide); i < end; i++)
        {
            int position = suffixes[i];
            if (images.RunEnd(state.Position, position - state.Position) - state.Position >= MinSuffixMatch)
                Rank(position, state, evaluation, diagonals);
        }
    }

    /// <summary>How many of the suffixes are smaller than a text.</summary>
    private static int FindSuffix(in ImagePair images, ReadOnlySpan<byte> text, ReadOnlySpan<int> suffixes)
    {
        text = text[..Math.Min(text.Length, MaxSuffixCompare)];
        int low = 0;
        int high = suffixes.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<byte> suffix = images.Source[suffixes[middle]..];
            if (suffix[..Math.Min(suffix.Length, text.Length)].SequenceCompareTo(text) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void Rank(int sourcePosition, in ParseState state, in CandidateEvaluation evaluation, DiagonalSet diagonals)
    {
        if (_rankedAt[sourcePosition] > state.Position)
            return;
        _rankedAt[sourcePosition] = state.Position + 1;
        int offset = sourcePosition - state.Position;
        if (diagonals.IndexOf(offset) >= 0)
            return;
        int cost = Math.Min(CheapestJump(offset), insertions[sourcePosition].Cost + state.Closed - state.Best);
        int gain = evaluation.LookAhead(offset, out int work) - cost;
        budget.Spend(work);
        if (gain >= -limits.Slack)
            _ranking[_candidateCount++] = ((long)-gain << 32) | (uint)offset;
    }

    private int CheapestJump(int offset)
    {
        int cost = int.MaxValue;
        foreach (Anchor anchor in _anchors.AsSpan(0, _anchorCount))
            cost = Math.Min(cost, anchor.Excess + JumpCost.Of(offset - anchor.Offset));
        return cost;
    }

    private void AddBest(in ImagePair images, in ParseState state, DiagonalSet diagonals)
    {
        Span<long> ranking = _ranking.AsSpan(0, _candidateCount);
        if (ranking.Length > limits.Added)
        {
            ranking.Sort();
            ranking = ranking[..limits.Added];
        }
        foreach (long ranked in ranking)
        {
            int offset = (int)ranked;
            diagonals.Add(offset, images.RunEnd(state.Position, offset));
        }
    }

    private readonly record struct Anchor(int Offset, int Excess, int Rank);
}
