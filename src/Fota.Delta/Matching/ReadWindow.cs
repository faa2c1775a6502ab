using System.Runtime.CompilerServices;

namespace Fota.Delta.Matching;

/// <summary>
/// What of the source may be read for what of the target, where both lie in blocks of one size, and the target's blocks are made one
/// after the other in place of the source's: a source block may be read until the step that overwrites it.
/// </summary>
/// <param name="deaths">For each block of the source, the block of the target for which it is overwritten; beyond all if it is not.</param>
/// <param name="blockBits">Blocks have 2^this bytes.</param>
internal sealed class ReadWindow(int[] deaths, int blockBits)
{
    private readonly int _mask = (1 << blockBits) - 1;

    /// <summary>True if the source byte is still there when the target byte is made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Allows(int targetPosition, int sourcePosition) => targetPosition >> blockBits < deaths[sourcePosition >> blockBits];

    /// <summary>The part of a run on a diagonal that may be read: from its start to the end that is returned.</summary>
    public int Clip(int position, int diagonal, int end)
    {
        while (position < end)
        {
            int source = position + diagonal;
            if (!Allows(position, source))
                return position;
            position += Math.Min(LeftInBlock(position), LeftInBlock(source));
        }
        return end;
    }

    private int LeftInBlock(int position) => _mask + 1 - (position & _mask);
}
