using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>
/// The Thumb instructions BL and BLX with an offset (ARMv7-M Architecture Reference Manual, A7.7.18, encoding T1): two halfwords,
/// here as one little-endian word.
/// </summary>
internal static class ThumbCall
{
    /// <summary>Bytes from a call to where its offset counts from.</summary>
    public const int PipelineOffset = 4;

    // 11110 S imm10 in the lower halfword; 11 J1 x J2 imm11 in the upper.
    private const uint Mask = 0xD000F800;
    private const uint Bits = 0xD000F000;

    /// <summary>The bits of the word that tell BL from BLX, and calls from anything else.</summary>
    private const uint Operation = 0xD0000000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsCall(uint word) => (word & Mask) == Bits;

    /// <summary>The offset, in bytes, of a call.</summary>
    public static int OffsetOf(uint word)
    {
        uint sign = (word >> 10) & 1;
        uint i1 = ((word >> 29) & 1) ^ sign ^ 1;
        uint i2 = ((word >> 27) & 1) ^ sign ^ 1;
        uint offset = (sign << 24) | (i1 << 23) | (i2 << 22) | ((word & 0x3FF) << 12) | (((word >> 16) & 0x7FF) << 1);
        return (int)(offset << 7) >> 7;
    }

    /// <summary>The place that a call at a place leads to.</summary>
    public static int CalleeOf(uint word, int at) => at + PipelineOffset + OffsetOf(word);

    /// <summary>The same instruction with another offset, of which the lower 25 bits count.</summary>
    public static uint WithOffset(uint word, int offset)
    {
        uint value = (uint)offset;
        uint sign = (value >> 24) & 1;
        uint j1 = ((value >> 23) & 1) ^ sign ^ 1;
        uint j2 = ((value >> 22) & 1) ^ sign ^ 1;
        return 0xF000 | (sign << 10) | ((value >> 12) & 0x3FF)
            | (word & Operation) | (j1 << 29) | (j2 << 27) | (((value >> 1) & 0x7FF) << 16);
    }

    /// <summary>A call without its offset.</summary>
    public static uint Masked(uint word) => (word & Operation) | 0xF000;
}
