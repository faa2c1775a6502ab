using System.Buffers.Binary;
using Fota.Delta.Matching;

namespace Fota.Delta.Compact;

/// <summary>
/// Finds the cheapest sequence of literals and copies by dynamic programming over the target. At each position there are some ways to go on: the
/// literals, and copies of some offsets. Each goes on by a byte at its price; one that is dearer than the best way and a change to it, is replaced
/// by that change.
/// </summary>
internal sealed class CompactParser
{
    // What a change costs, by experience: the lengths of what ends and begins, and the fresh start of hits and misses.
    private const int LiteralsPrice = 2 * BitPrice.One;
    private const int CopyPrice = 11 * BitPrice.One;

    // A way that is dearer than the best by this will not become the best again.
    private const int MaxExcess = CopyPrice + (14 * BitPrice.One);

    // A site that the map does not predict, but that is one in the target too; in the first round there is no map.
    private const int MissedSitePrice = 16 * BitPrice.One;
    private const int UnmappedSitePrice = 3 * BitPrice.One;
    private const int UnmappedVariablePrice = 2 * BitPrice.One;

    // The first copy from the same place is likely.
    private const int FirstCopyPrice = 6 * BitPrice.One;

    private const int HistoryMask = (1 << CodingCosts.HistoryBits) - 1;
    private const int Literals = 0;

    // When there are too many ways, those that are within 1/8 bit of each other are as good.
    private const int ExcessClassBits = BitPrice.FractionBits - 3;

    private readonly byte[] _source;
    private readonly byte[] _target;
    private readonly Relocation _relocation;
    private readonly SourceSites? _sites;
    private readonly bool _isMapped;
    private readonly CandidateTable _candidates;
    private readonly ParseCosts _costs;
    private readonly ParseTree _tree = new();
    private readonly OffsetFilter _filter = new();
    private readonly int _maxWays;
    private readonly int[] _classes = new int[(MaxExcess >> ExcessClassBits) + 1];
    private Way[] _ways;
    private int _count;
    private int _best;

    public CompactParser(
        byte[] source, byte[] target, CandidateTable candidates, ParseCosts costs, Relocation relocation, SourceSites? sites, bool isMapped, int maxWays)
    {
        _source = source;
        _target = target;
        _candidates = candidates;
        _costs = costs;
        _relocation = relocation;
        _sites = sites;
        _isMapped = isMapped;
        _maxWays = maxWays;
        _ways = new Way[2 * maxWays];
    }

    public List<Copy> Parse(CancellationToken cancellationToken)
    {
        _ways[Literals] = new() { History = HistoryMask, Node = ParseTree.Root, Parent = ParseTree.Root };
        _ways[1] = new() { Kind = RunKind.FromSource, History = HistoryMask, Cost = FirstCopyPrice, Node = ParseTree.Root, Parent = ParseTree.Root };
        _count = 2;
        for (int at = 0; at < _target.Length; at++)
        {
            Checkpoint.Pass(at, cancellationToken);
            Change change = ChangeFromBest(at);
            Cut cut = ChooseCut(change.Cost);
            ReadOnlySpan<int> candidates = _candidates.At(at);
            if (!candidates.IsEmpty)
                AddCandidates(candidates, change, cut);
            Advance(at, change, cut);
        }
        return _tree.CopiesTo(ChangeFromBest(_target.Length).Parent, _target.Length);
    }

    private Change ChangeFromBest(int at)
    {
        ref Way best = ref _ways[_best];
        if (best.Node == ParseTree.Root)
            best.Node = _tree.Add(best.Start, best.Offset, best.Kind, best.Parent);
        return new(at, best.Node, best.Cost, best.LastOffset, ((best.History << 1) | 1) & HistoryMask);
    }

    private void AddCandidates(ReadOnlySpan<int> candidates, in Change change, in Cut cut)
    {
        _filter.Clear();
        for (int i = 1; i < _count; i++)
        {
            if ((_ways[i].Cost - change.Cost) >> ExcessClassBits <= cut.LastClass)
                _filter.Add(_ways[i].Packed);
        }
        if (_count + candidates.Length > _ways.Length)
            Array.Resize(ref _ways, _count + candidates.Length + _maxWays);
        foreach (int packed in candidates)
        {
            if (_filter.MayContain(packed) && IsActive(packed))
                continue;
            Candidate candidate = Candidate.Unpack(packed);
            ref Way way = ref _ways[_count++];
            way = new() { Kind = candidate.IsFromTarget ? RunKind.FromTarget : RunKind.FromSource, Offset = candidate.Offset };
            change.To(ref way, change.Cost + PriceOf(way.Kind, way.Offset, change.LastOffset));
        }
    }

    private bool IsActive(int packed)
    {
        for (int i = 1; i < _count; i++)
        {
            if (_ways[i].Packed == packed)
                return true;
        }
        return false;
    }

    private static int PriceOf(RunKind kind, int offset, int lastOffset)
    {
        if (kind == RunKind.FromTarget)
            return CopyPrice + BitPrice.One + BitPrice.QuickLog2(1 - offset);
        int distance = Math.Abs(offset - lastOffset);
        return distance == 0 ? CopyPrice : CopyPrice + BitPrice.One + (BitPrice.QuickLog2(1 + (distance / 2)) * 5 / 4);
    }

    /// <summary>
    /// Takes all ways one byte further, or the best way and a change to theirs where that is cheaper, and drops those that are too dear. Costs
    /// stay relative to the best of the position before.
    /// </summary>
    private void Advance(int at, in Change change, in Cut cut)
    {
        byte value = _target[at];
        ReadOnlySpan<int> prices = _costs.CopiedBytes;
        ReadOnlySpan<int> misses = _costs.Misses;
        int quota = cut.Quota;
        ref Way literals = ref _ways[Literals];
        if (literals.Cost > change.Cost + LiteralsPrice)
            change.To(ref literals, change.Cost + LiteralsPrice);
        literals.Cost += _costs.Literals[at] - change.Cost;
        int lowest = literals.Cost;
        _best = Literals;
        int kept = 1;
        for (int i = 1; i < _count; i++)
        {
            ref Way way = ref _ways[kept];
            if (kept != i)
                way = _ways[i];
            int excess = way.Cost - change.Cost;
            int excessClass = excess >> ExcessClassBits;
            if (excessClass >= cut.LastClass && i < cut.Count && (excessClass > cut.LastClass || quota-- <= 0))
                continue;
            int from = at + way.Offset;
            if ((uint)from >= (uint)(way.Kind == RunKind.FromSource ? _source.Length : at))
                continue;
            if (excess > CopyPrice)
            {
                int price = PriceOf(way.Kind, way.Offset, change.LastOffset);
                if (excess > price)
                    change.To(ref way, change.Cost + price);
            }
            int predicted = way.Kind == RunKind.FromSource ? _source[from] : _target[from];
            if (_sites is not null && (way.Offset & 1) == 0)
            {
                if (way.SiteLeft == 0 && (at & 1) == 0)
                    EnterSite(ref way, from, at);
                if (way.SiteLeft > 0)
                {
                    predicted = (byte)way.SiteWord;
                    way.SiteWord >>= 8;
                    way.SiteLeft--;
                }
            }
            int history = (way.History << 1) | (predicted == value ? 0 : 1);
            way.Cost += prices[history] - change.Cost;
            if (predicted != value)
                way.Cost += misses[ParseCosts.MissSymbol(at, predicted, value)];
            way.History = history & HistoryMask;
            if (way.Cost < lowest)
            {
                lowest = way.Cost;
                _best = kept;
            }
            kept++;
        }
        _count = kept;
    }

    private void EnterSite(ref Way way, int from, int at)
    {
        if (_target.Length - at < CompactFormat.SiteSize)
            return;
        uint actual = BinaryPrimitives.ReadUInt32LittleEndian(_target.AsSpan(at));
        if (way.Kind == RunKind.FromTarget)
        {
            SiteKind kind = _relocation.Find(_target, from, at, at - from, isFromTarget: true);
            if (kind == SiteKind.None)
                return;
            way.SiteWord = _relocation.Predict(kind, _target, from, at, isFromTarget: true);
        }
        else
        {
            SiteKind kind = _sites!.KindAt(from, way.Offset);
            if (kind == SiteKind.None)
                return;
            uint predicted = _isMapped ? _sites.Predict(kind, from, at) : BinaryPrimitives.ReadUInt32LittleEndian(_source.AsSpan(from));
            if (predicted != actual && _relocation.HasForm(kind, actual))
            {
                predicted = actual;
                way.Cost += _isMapped ? MissedSitePrice : kind == SiteKind.Variable ? UnmappedVariablePrice : UnmappedSitePrice;
            }
            way.SiteWord = predicted;
        }
        way.SiteLeft = CompactFormat.SiteSize;
    }

    /// <summary>Which ways are dropped: those that are too dear, and the dearest if there are too many.</summary>
    private Cut ChooseCut(int lowest)
    {
        if (_count <= _maxWays + (_maxWays / 3))
            return new(_count, MaxExcess >> ExcessClassBits, int.MaxValue);
        Array.Clear(_classes);
        for (int i = 1; i < _count; i++)
        {
            int excessClass = (_ways[i].Cost - lowest) >> ExcessClassBits;
            if (excessClass < _classes.Length)
                _classes[excessClass]++;
        }
        int left = _maxWays;
        int last = 0;
        while (last < _classes.Length - 1 && _classes[last] <= left)
            left -= _classes[last++];
        return new(_count, last, left);
    }

    /// <summary>Of the first ways, those are kept that are in a class of excesses up to the last, and of the last only some.</summary>
    private readonly record struct Cut(int Count, int LastClass, int Quota);

    /// <summary>The start of a run at a position, behind the best way to get there.</summary>
    private readonly record struct Change(int At, int Parent, int Cost, int LastOffset, int History)
    {
        public void To(ref Way way, int cost)
        {
            way.Start = At;
            way.Parent = Parent;
            way.Node = ParseTree.Root;
            way.Cost = cost;
            way.LastOffset = way.Kind == RunKind.FromSource ? way.Offset : LastOffset;
            way.History = way.Kind == RunKind.Literals ? HistoryMask : History;
            way.SiteLeft = 0;
        }
    }

    /// <summary>One way to go on.</summary>
    private struct Way
    {
        public RunKind Kind;
        public int Offset;
        public int Cost;

        /// <summary>Where its run begins.</summary>
        public int Start;

        /// <summary>The step before its run.</summary>
        public int Parent;

        /// <summary>Its run as a step, if something was built on it.</summary>
        public int Node;

        /// <summary>The offset of the last copy from the source, to which the next one's is relative.</summary>
        public int LastOffset;

        /// <summary>Hits and misses of its last bytes.</summary>
        public int History;

        /// <summary>Bytes of a site that are to come.</summary>
        public int SiteLeft;

        /// <summary>Their predictions, the next in the lowest byte.</summary>
        public uint SiteWord;

        public readonly int Packed => new Candidate(Offset, Kind == RunKind.FromTarget).Packed;
    }
}
