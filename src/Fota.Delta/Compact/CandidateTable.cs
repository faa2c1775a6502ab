using System.Buffers.Binary;
using System.Numerics;
using Fota.Delta.Matching;

namespace Fota.Delta.Compact;

/// <summary>Where a copy may come from that begins at a position of the target.</summary>
/// <param name="Offset">Bytes from the place in the target to the place it comes from.</param>
/// <param name="IsFromTarget">True if it comes from the target.</param>
internal readonly record struct Candidate(int Offset, bool IsFromTarget)
{
    /// <summary>Both in one number.</summary>
    public int Packed => (Offset << 1) | (IsFromTarget ? 1 : 0);

    public static Candidate Unpack(int packed) => new(packed >> 1, (packed & 1) != 0);
}

/// <summary>The candidates of all positions, found once for all rounds.</summary>
internal sealed class CandidateTable
{
    private const int MinSourceMatch = 3;

    // Matches are not followed further, so that work is bounded.
    private const int MaxMatch = 4096;

    // Within a long match only every 8th position is searched, as the match will do.
    private const int LongMatch = 40;
    private const int LongMatchStep = 8;

    private const int HashSize = 4;
    private const uint HashFactor = 0x9E3779B1;
    private const int MinHashBits = 12;
    private const int MaxHashBits = 20;

    // Positions are kept in blocks, so that nothing is copied as the table grows. A block with many candidates becomes frugal.
    private const int BlockBits = 12;
    private const int BlockSize = 1 << BlockBits;
    private const int GenerousInBlock = 16 * BlockSize;
    private const int MaxInBlock = 24 * BlockSize;
    private const int FrugalShare = 8;

    private readonly int[] _ends;
    private readonly int[][] _blocks;
    private readonly int[] _block = new int[MaxInBlock];
    private int _count;

    private CandidateTable(int targetSize)
    {
        _ends = new int[targetSize];
        _blocks = new int[(targetSize + BlockSize - 1) >> BlockBits][];
    }

    /// <summary>The candidates at a position, packed.</summary>
    public ReadOnlySpan<int> At(int position)
    {
        int start = position % BlockSize == 0 ? 0 : _ends[position - 1];
        return _blocks[position >> BlockBits].AsSpan(start, _ends[position] - start);
    }

    /// <summary>Finds candidates.</summary>
    /// <param name="source">The source, masked.</param>
    /// <param name="target">The target, masked.</param>
    /// <param name="effort">How many to look at.</param>
    /// <param name="progress">Hears the share that is done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static CandidateTable Find(
        byte[] source, byte[] target, SearchEffort effort, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var table = new CandidateTable(target.Length);
        var index = new SourceIndex(source, cancellationToken);
        int hashBits = Math.Clamp(BitOperations.Log2((uint)target.Length + 1) + 1, MinHashBits, MaxHashBits);
        int[] heads = new int[1 << hashBits];
        Array.Fill(heads, -1);
        int[] previous = new int[target.Length];
        int matched = 0;
        for (int at = 0; at < target.Length; at++)
        {
            Checkpoint.Pass(at, cancellationToken);
            if ((at & 0xFFFF) == 0)
                progress?.Report((double)at / target.Length);
            if (target.Length - at < HashSize)
            {
                table.EndPosition(at);
                continue;
            }
            uint hash = (BinaryPrimitives.ReadUInt32LittleEndian(target.AsSpan(at)) * HashFactor) >> (32 - hashBits);
            if (matched > LongMatch && at % LongMatchStep != 0)
            {
                matched--;
            }
            else
            {
                int share = table._count < GenerousInBlock ? 1 : FrugalShare;
                matched = table.AddFromSource(index, target, at, effort.NeighboursPerSide / share);
                table.AddFromTarget(target, at, heads[hash], previous, effort.ChainSteps / share);
            }
            previous[at] = heads[hash];
            heads[hash] = at;
            table.EndPosition(at);
        }
        return table;
    }

    private int AddFromSource(SourceIndex index, byte[] target, int at, int perSide)
    {
        ReadOnlySpan<int> suffixes = index.Suffixes;
        ReadOnlySpan<ushort> common = index.Common;
        ReadOnlySpan<byte> text = target.AsSpan(at, Math.Min(MaxMatch, target.Length - at));
        int place = index.Find(text);
        int above = place > 0 ? index.Match(place - 1, text) : 0;
        int below = place < suffixes.Length ? index.Match(place, text) : 0;
        int longest = Math.Max(above, below);
        for (int i = place - 1, left = perSide; above >= MinSourceMatch && left > 0; left--)
        {
            Add(new(suffixes[i] - at, IsFromTarget: false));
            above = Math.Min(above, common[i]);
            if (--i < 0)
                break;
        }
        for (int i = place, left = perSide; below >= MinSourceMatch && left > 0; left--)
        {
            Add(new(suffixes[i] - at, IsFromTarget: false));
            if (++i == suffixes.Length)
                break;
            below = Math.Min(below, common[i]);
        }
        return longest;
    }

    // Only ever longer matches: of equal ones, the nearest is the cheapest.
    private void AddFromTarget(byte[] target, int at, int first, int[] previous, int steps)
    {
        ReadOnlySpan<byte> text = target.AsSpan(at, Math.Min(MaxMatch, target.Length - at));
        int longest = HashSize - 1;
        for (int from = first; from >= 0 && steps > 0 && longest < text.Length; from = previous[from], steps--)
        {
            if (target[from + longest] != text[longest])
                continue;
            int length = text.CommonPrefixLength(target.AsSpan(from));
            if (length <= longest)
                continue;
            longest = length;
            Add(new(from - at, IsFromTarget: true));
        }
    }

    private void Add(Candidate candidate)
    {
        if (_count < _block.Length)
            _block[_count++] = candidate.Packed;
    }

    private void EndPosition(int at)
    {
        _ends[at] = _count;
        if (at % BlockSize != BlockSize - 1 && at != _ends.Length - 1)
            return;
        _blocks[at >> BlockBits] = _block[.._count];
        _count = 0;
    }
}
