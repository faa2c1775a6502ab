using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>
/// Finds the map that predicts most addresses for the fewest pieces. Each site that a copy leads over votes that what it points to has moved
/// by so much; over the addresses in order, dynamic programming weighs the votes that a shift satisfies against what a piece costs.
/// </summary>
internal sealed class MapBuilder
{
    /// <summary>What a piece costs in a patch, by measurement.</summary>
    public const int PiecePrice = 30 * BitPrice.One;

    /// <summary>What pieces may seem to cost: maps of more and of fewer pieces, of which the one is best whose patch is smallest.</summary>
    public static ReadOnlySpan<int> OtherPiecePrices => [22 * BitPrice.One, 40 * BitPrice.One];

    // What a site costs that the map does not predict, likewise.
    private const int FirstVotePrice = 16 * BitPrice.One;
    private const int FurtherVotePrice = (96 * BitPrice.One) / 10;

    private const int MaxMove = 1 << 20;

    private readonly byte[] _source;
    private readonly byte[] _target;
    private readonly CompactHeader _header;
    private readonly Relocation _relocation;

    public MapBuilder(byte[] source, byte[] target, CompactHeader header)
    {
        _source = source;
        _target = target;
        _header = header;
        _relocation = new Relocation(header, RelocationMap.Empty, RelocationMap.Empty);
    }

    /// <summary>Finds both maps.</summary>
    /// <param name="copies">The copies of the patch.</param>
    /// <param name="maxPieces">The most pieces that both may have together.</param>
    /// <param name="piecePrice">What a piece is taken to cost.</param>
    public (RelocationMap Code, RelocationMap Ram) Build(List<Copy> copies, int maxPieces, int piecePrice)
    {
        List<Vote> votes = Collect(copies);
        Vote[] code = Merge(votes, _header.Base, (uint)_header.SourceSize);
        Vote[] ram = Merge(votes, _header.Ram, _header.RamSize, notIn: (_header.Base, (uint)_header.SourceSize));
        // Dearer pieces are fewer.
        for (int price = piecePrice; ; price += price / 8)
        {
            MapPiece[] codePieces = Choose(code, price);
            MapPiece[] ramPieces = Choose(ram, price);
            if (codePieces.Length + ramPieces.Length <= maxPieces)
                return (new(codePieces), new(ramPieces));
        }
    }

    private List<Vote> Collect(List<Copy> copies)
    {
        var votes = new List<Vote>();
        foreach (Copy copy in copies)
        {
            if (copy.IsFromTarget || ((copy.From ^ copy.At) & 1) != 0)
                continue;
            int at = copy.At;
            while (at < copy.End)
            {
                int from = copy.From + at - copy.At;
                SiteKind kind = _relocation.Find(_source, from, at, copy.End - at, isFromTarget: false);
                if (kind == SiteKind.None)
                {
                    at++;
                    continue;
                }
                AddVote(votes, kind, from, at);
                at += CompactFormat.SiteSize;
            }
        }
        return votes;
    }

    private void AddVote(List<Vote> votes, SiteKind kind, int from, int at)
    {
        uint old = BinaryPrimitives.ReadUInt32LittleEndian(_source.AsSpan(from));
        uint now = BinaryPrimitives.ReadUInt32LittleEndian(_target.AsSpan(at));
        if (kind == SiteKind.Call)
        {
            if (!ThumbCall.IsCall(now))
                return;
            uint callee = (uint)ThumbCall.CalleeOf(old, from);
            if (callee >= (uint)_header.SourceSize)
                return;
            old = _header.Base + callee;
            now = _header.Base + (uint)ThumbCall.CalleeOf(now, at);
        }
        int moved = (int)(now - old);
        if (moved is > -MaxMove and < MaxMove)
            votes.Add(new(old & ~1u, moved, 1));
    }

    /// <summary>The votes on addresses in a range, relative to its start, in order; equal ones counted.</summary>
    private static Vote[] Merge(List<Vote> votes, uint start, uint size, (uint Start, uint Size) notIn = default)
    {
        var merged = new List<Vote>();
        foreach (Vote vote in votes)
        {
            if (vote.Address - start < size && vote.Address - notIn.Start >= notIn.Size)
                merged.Add(vote with { Address = vote.Address - start });
        }
        merged.Sort(static (a, b) => a.Address != b.Address ? a.Address.CompareTo(b.Address) : a.Moved.CompareTo(b.Moved));
        int count = 0;
        for (int i = 0; i < merged.Count; i++)
        {
            Vote vote = merged[i];
            if (count > 0 && merged[count - 1].Address == vote.Address && merged[count - 1].Moved == vote.Moved)
                merged[count - 1] = vote with { Count = merged[count - 1].Count + 1 };
            else
                merged[count++] = vote;
        }
        return [.. merged[..count]];
    }

    /// <summary>
    /// One state for each shift that has votes. A state's cost is relative to what all votes cost that nothing satisfies, so a vote changes
    /// its own state alone.
    /// </summary>
    private static MapPiece[] Choose(Vote[] votes, int piecePrice)
    {
        var stateOf = new Dictionary<int, int> { [0] = 0 };
        var states = new List<(long Cost, int Node)> { (0, -1) };
        var nodes = new List<(MapPiece Piece, int Previous)>();
        int best = 0;
        for (int first = 0, end; first < votes.Length; first = end)
        {
            for (end = first; end < votes.Length && votes[end].Address == votes[first].Address; end++)
            {
            }
            (long bestCost, int bestNode) = states[best];
            for (int i = first; i < end; i++)
            {
                Vote vote = votes[i];
                if (!stateOf.TryGetValue(vote.Moved, out int state))
                {
                    state = states.Count;
                    stateOf[vote.Moved] = state;
                    states.Add((long.MaxValue / 2, -1));
                }
                (long cost, int node) = states[state];
                if (bestCost + piecePrice < cost)
                {
                    nodes.Add((new(vote.Address, (uint)vote.Moved), bestNode));
                    (cost, node) = (bestCost + piecePrice, nodes.Count - 1);
                }
                cost -= FirstVotePrice + ((long)FurtherVotePrice * (vote.Count - 1));
                states[state] = (cost, node);
                if (cost < states[best].Cost)
                    best = state;
            }
        }
        var pieces = new List<MapPiece>();
        for (int node = states[best].Node; node >= 0; node = nodes[node].Previous)
            pieces.Add(nodes[node].Piece);
        pieces.Reverse();
        return [.. pieces];
    }

    private readonly record struct Vote(uint Address, int Moved, int Count);
}
