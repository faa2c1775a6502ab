using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fota.Delta.Matching;

/// <summary>
/// Both images, and where they match. A diagonal is a distance, source position less target position: on it lie all pairs of
/// positions that one copy without a jump can run through.
/// </summary>
internal readonly ref struct ImagePair(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target)
{
    public readonly ReadOnlySpan<byte> Source = source;
    public readonly ReadOnlySpan<byte> Target = target;

    /// <summary>True if the source has, on a diagonal, the byte that the target has here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Matches(int position, int diagonal)
    {
        int at = position + diagonal;
        return (uint)at < (uint)Source.Length && Source[at] == Target[position];
    }

    /// <summary>The first target position at or behind this one where the images differ on the diagonal, or one of them ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RunEnd(int position, int diagonal)
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
