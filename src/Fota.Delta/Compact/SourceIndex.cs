using System.Buffers.Binary;
using Fota.Delta.Matching;

namespace Fota.Delta.Compact;

/// <summary>The suffixes of the source in order, with what neighbours have in common.</summary>
internal sealed class SourceIndex
{
    private readonly byte[] _text;
    private readonly int[] _suffixes;

    // Bytes that suffix i has in common with suffix i - 1, up to 2^16 - 1.
    private readonly ushort[] _common;

    // Suffixes that begin with less than these two bytes.
    private readonly int[] _buckets = new int[(1 << 16) + 1];

    public SourceIndex(byte[] text, CancellationToken cancellationToken)
    {
        _text = text;
        _suffixes = SuffixArray.Build(text, cancellationToken);
        _common = FindCommon(cancellationToken);
        FillBuckets();
    }

    public ReadOnlySpan<int> Suffixes => _suffixes;

    public ReadOnlySpan<ushort> Common => _common;

    /// <summary>How many suffixes are smaller than a text of two bytes or more.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        int bucket = BinaryPrimitives.ReadUInt16BigEndian(text);
        int low = _buckets[bucket];
        int high = _buckets[bucket + 1];
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ReadOnlySpan<byte> suffix = _text.AsSpan(_suffixes[middle]);
            if (suffix.SequenceCompareTo(text) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Bytes that a suffix has in common with a text.</summary>
    public int Match(int suffix, ReadOnlySpan<byte> text) => text.CommonPrefixLength(_text.AsSpan(_suffixes[suffix]));

    // Kasai, Lee, Arimura, Arikawa, Park: "Linear-Time Longest-Common-Prefix Computation in Suffix Arrays and Its Applications", 2001.
    private ushort[] FindCommon(CancellationToken cancellationToken)
    {
        int[] ranks = new int[_text.Length];
        for (int i = 0; i < _suffixes.Length; i++)
            ranks[_suffixes[i]] = i;
        ushort[] common = new ushort[_text.Length];
        int length = 0;
        for (int at = 0; at < ranks.Length; at++)
        {
            Checkpoint.Pass(at, cancellationToken);
            int rank = ranks[at];
            if (rank == 0)
            {
                length = 0;
                continue;
            }
            int other = _suffixes[rank - 1];
            int limit = _text.Length - Math.Max(at, other);
            while (length < limit && _text[at + length] == _text[other + length])
                length++;
            common[rank] = (ushort)Math.Min(length, ushort.MaxValue);
            if (length > 0)
                length--;
        }
        return common;
    }

    // The last suffix has one byte, and is smaller than any other that begins with it: it counts for the bucket of byte and 0.
    private void FillBuckets()
    {
        for (int i = 0; i < _text.Length; i++)
            _buckets[1 + ((_text[i] << 8) | (i + 1 < _text.Length ? _text[i + 1] : 0))]++;
        for (int i = 1; i < _buckets.Length; i++)
            _buckets[i] += _buckets[i - 1];
    }
}
