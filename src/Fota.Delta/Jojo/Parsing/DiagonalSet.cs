using System.Runtime.CompilerServices;

namespace Fota.Delta.Jojo.Parsing;

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

    /// <summary>
    /// Adds a possible start of the copy on a diagonal, in place of those that are not cheaper; the caller sets its path.
    /// </summary>
    /// <returns>False if an earlier one is as good whatever the length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAddStart(int index, int position, int cost)
    {
        Span<CopyStart> starts = StartsOf(index);
        int count = _diagonals[index].StartCount;
        for (int i = 0; i < count; i++)
        {
            // The length field of the longer copy is a byte dearer before both have grown, and two only beyond 64 KB.
            int advantage = cost - starts[i].Cost;
            if (advantage >= 2 || (advantage == 1 && position - starts[i].Position <= JojoFormat.MaxTwoByteLength / 2))
                return false;
        }
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (starts[i].Cost < cost)
                starts[kept++] = starts[i];
        }
        _diagonals[index].StartCount = kept;
        if (kept == MaxStarts)
            return false;
        starts[kept] = new() { Cost = cost, Position = position, Copy = CopyChain.None };
        _diagonals[index].StartCount++;
        return true;
    }

    /// <summary>Settles what the copy on each diagonal costs if it ends at a position, and which start is the cheapest then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PriceCopies(int end)
    {
        Span<Diagonal> live = Live;
        for (int i = 0; i < live.Length; i++)
        {
            ref Diagonal diagonal = ref live[i];
            int best = OptimalParser.Unreachable;
            if (diagonal.RunEnd >= end)
            {
                Span<CopyStart> starts = StartsOf(i);
                for (int s = 0; s < diagonal.StartCount; s++)
                {
                    int cost = starts[s].Cost + JojoFormat.OperationSizeWithLength(end - starts[s].Position);
                    if (cost <= best)
                    {
                        best = cost;
                        diagonal.BestStart = s;
                    }
                }
            }
            diagonal.CopyCost = best;
        }
    }
}
