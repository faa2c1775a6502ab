using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fota.Delta.Matching;

/// <summary>Where each sequence of 4 bytes occurs in the source: once in the order of positions, once in that of the suffixes.</summary>
internal sealed class GramIndex
{
    public const int GramSize = 4;

    private readonly int[] _suffixes;
    private readonly int[] _positions;
    private readonly Entry[] _table;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GramIndex(ReadOnlySpan<byte> source, CancellationToken cancellationToken)
    {
        _suffixes = SuffixArray.Build(source, cancellationToken);
        // At most two thirds full, so that a probe sequence is short.
        _table = new Entry[source.Length + source.Length / 2 + 1];
        _positions = new int[source.Length];
        int[] groupOf = new int[source.Length];
        int[] filled = new int[source.Length];
        FindGroups(source, groupOf, cancellationToken);
        for (int position = 0; position <= source.Length - GramSize; position++)
        {
            Checkpoint.Pass(position, cancellationToken);
            int group = groupOf[position];
            _positions[group + filled[group]++] = position;
        }
    }

    /// <summary>Where the first 4 bytes of a text occur.</summary>
    public GramGroup Find(ReadOnlySpan<byte> text)
    {
        uint gram = BinaryPrimitives.ReadUInt32LittleEndian(text);
        for (int slot = FirstSlot(gram); ; slot = NextSlot(slot))
        {
            Entry entry = _table[slot];
            if (entry.Count == 0)
                return default;
            if (entry.Gram == gram)
                return new(_positions.AsSpan(entry.Start, entry.Count), _suffixes.AsSpan(entry.Start, entry.Count));
        }
    }

    // Suffixes with the same gram are neighbours. Those shorter than a gram stand between them and belong to none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindGroups(ReadOnlySpan<byte> source, int[] groupOf, CancellationToken cancellationToken)
    {
        int start = 0;
        while (start < _suffixes.Length)
        {
            if (_suffixes[start] > source.Length - GramSize)
            {
                start++;
                continue;
            }
            uint gram = BinaryPrimitives.ReadUInt32LittleEndian(source[_suffixes[start]..]);
            int end = start;
            while (end < _suffixes.Length && HasGram(source, _suffixes[end], gram))
            {
                Checkpoint.Pass(end, cancellationToken);
                groupOf[_suffixes[end++]] = start;
            }
            Insert(new(gram, start, end - start));
            start = end;
        }
    }

    private static bool HasGram(ReadOnlySpan<byte> source, int position, uint gram) =>
        position <= source.Length - GramSize && BinaryPrimitives.ReadUInt32LittleEndian(source[position..]) == gram;

    private void Insert(Entry entry)
    {
        int slot = FirstSlot(entry.Gram);
        while (_table[slot].Count != 0)
            slot = NextSlot(slot);
        _table[slot] = entry;
    }

    // Fibonacci hashing; the product's upper half scales the hash to the size of the table.
    private int FirstSlot(uint gram) => (int)(((ulong)(gram * 0x9E3779B1) * (uint)_table.Length) >> 32);

    private int NextSlot(int slot) => slot + 1 == _table.Length ? 0 : slot + 1;

    private readonly record struct Entry(uint Gram, int Start, int Count);
}

/// <summary>The occurrences of one gram in the source.</summary>
/// <param name="positions">Ascending.</param>
/// <param name="suffixes">The same positions in the order of the suffixes that start there.</param>
internal readonly ref struct GramGroup(ReadOnlySpan<int> positions, ReadOnlySpan<int> suffixes)
{
    public readonly ReadOnlySpan<int> Positions = positions;
    public readonly ReadOnlySpan<int> Suffixes = suffixes;

    public int Count => Positions.Length;
}
