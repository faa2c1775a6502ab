using System.Runtime.CompilerServices;

namespace Fota.Delta.Parsing;

/// <summary>The live diagonals, dense for iteration, and findable by their offset.</summary>
internal sealed class DiagonalSet
{
    /// <summary>Starts kept for each diagonal: one for each size of the length field.</summary>
    public const int MaxStarts = 4;

    private readonly Diagonal[] _diagonals;
    private readonly CopyStart[] _starts;
    private readonly short[] _indexOf;
    private readonly int _targetLength;

    public DiagonalSet(int sourceLength, int targetLength, int capacity)
    {
        _diagonals = new Diagonal[capacity];
        _starts = new CopyStart[capacity * MaxStarts];
        _indexOf = new short[sourceLength + targetLength + 1];
        _targetLength = targetLength;
    }

    public int Count { get; private set; }

    /// <summary>The live ones; valid until one is added or removed.</summary>
    public Span<Diagonal> Live => _diagonals.AsSpan(0, Count);

    /// <summary>The starts of one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<CopyStart> StartsOf(int index) => _starts.AsSpan(index * MaxStarts, MaxStarts);

    /// <summary>The index of the diagonal with an offset, or -1.</summary>
    public int IndexOf(int offset) => _indexOf[offset + _targetLength] - 1;

    public void Add(int offset, int runEnd)
    {
        _diagonals[Count] = new Diagonal
        {
            Offset = offset,
            Cost = OptimalParser.Unreachable,
            ReplaceCost = OptimalParser.Unreachable,
            ReplacePath = new(CopyChain.None, 0),
            CopyCost = OptimalParser.Unreachable,
            RunEnd = runEnd,
        };
        Count++;
        _indexOf[offset + _targetLength] = (short)Count;
    }

    /// <summary>Removes one; the last takes its place.</summary>
    public void RemoveAt(int index)
    {
        _indexOf[_diagonals[index].Offset + _targetLength] = 0;
        Count--;
        if (index == Count)
            return;
        _diagonals[index] = _diagonals[Count];
        StartsOf(Count).CopyTo(StartsOf(index));
        _indexOf[_diagonals[index].Offset + _targetLength] = (short)(index + 1);
    }
}
