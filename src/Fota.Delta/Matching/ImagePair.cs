using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fota.Delta.Matching;

/// <summary>
/// Both images, and where they match. A diagonal is a distance, source position less target position: on it lie all pairs of
/// positions that one copy without a jump can run through.
/// </summary>
/// <param name="source">The old image.</param>
/// <param name="target">The new image.</param>
/// <param name="window">What of the source may be read for what of the target, if not all of it: elsewhere nothing matches.</param>
internal readonly ref struct ImagePair(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, ReadWindow? window = null)
{
    public readonly ReadOnlySpan<byte> Source = source;
    public readonly ReadOnlySpan<byte> Target = target;
    private readonly ReadWindow? _window = window;

    /// <summary>True if the source has, on a diagonal, the byte that the target has here, and it may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Matches(int position, int diagonal)
    {
        int at = position + diagonal;
        return (uint)at < (uint)Source.Length && Source[at] == Target[position] && (_window is null || _window.Allows(position, at));
    }

    /// <summary>The first target position at or behind this one where the images do not match on the diagonal, or one of them ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RunEnd(int position, int diagonal)
    {
        int end = EqualEnd(position, diagonal);
        return _window is null ? end : _window.Clip(position, diagonal, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EqualEnd(int position, int diagonal)
    {
        ReadOnlySpan<byte> source = Source[(position + diagonal)..];
        ReadOnlySpan<byte> target = Target[position..];
        // Most runs are short: one word decides.
        if (source.Length >= sizeof(ulong) && target.Length >= sizeof(ulong))
        {
            ulong difference = MemoryMarshal.Read<ulong>(source) ^ MemoryMarshal.Read<ulong>(target);
            if (difference != 0)
            {
                int zeros = BitConverter.IsLittleEndian
                    ? BitOperations.TrailingZeroCount(difference)
                    : BitOperations.LeadingZeroCount(difference);
                return position + zeros / 8;
            }
        }
        return position + source.CommonPrefixLength(target);
    }
}
