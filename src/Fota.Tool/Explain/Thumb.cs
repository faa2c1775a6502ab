using System.Buffers.Binary;

namespace Fota.Tool.Explain;

/// <summary>The little of the Thumb-2 instruction set that is needed to see calls (ARMv7-M Architecture Reference Manual, A5 and A7.7).</summary>
internal static class Thumb
{
    /// <summary>Bytes of the instruction that begins with a half word: 4 where its five top bits are 11101, 11110 or 11111.</summary>
    public static int LengthOf(ushort first) => first >> 11 is 0b11101 or 0b11110 or 0b11111 ? 4 : 2;

    /// <summary>The address that a BL, or B.W without condition, jumps to; null for any other instruction.</summary>
    /// <param name="code">At least 4 bytes.</param>
    /// <param name="address">The instruction's address.</param>
    public static uint? CallTarget(ReadOnlySpan<byte> code, uint address)
    {
        ushort first = BinaryPrimitives.ReadUInt16LittleEndian(code), second = BinaryPrimitives.ReadUInt16LittleEndian(code[2..]);
        bool isCall = first >> 11 == 0b11110 && (second & 0xD000) is 0xD000 or 0x9000;
        if (!isCall)
            return null;
        int sign = first >> 10 & 1;
        int i1 = ~(second >> 13 ^ sign) & 1, i2 = ~(second >> 11 ^ sign) & 1;
        int offset = sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3FF) << 12 | (second & 0x7FF) << 1;
        return (uint)(address + 4 + (offset << 7 >> 7));
    }

    /// <summary>
    /// The address that a branch of any form jumps to: BL and B.W, B.W with condition, and the short forms, which compilers use for calls
    /// in last place to a function nearby; null for what is no branch.
    /// </summary>
    /// <param name="code">At least 4 bytes.</param>
    /// <param name="address">The instruction's address.</param>
    public static uint? BranchTarget(ReadOnlySpan<byte> code, uint address)
    {
        if (CallTarget(code, address) is { } target)
            return target;
        int first = BinaryPrimitives.ReadUInt16LittleEndian(code), second = BinaryPrimitives.ReadUInt16LittleEndian(code[2..]);
        if (first >> 11 == 0b11100)
            return (uint)(address + 4 + ((first & 0x7FF) << 21 >> 20));
        if (first >> 12 == 0b1101 && (first >> 8 & 15) < 14)
            return (uint)(address + 4 + ((first & 0xFF) << 24 >> 23));
        if (first >> 11 == 0b11110 && (second & 0xD000) == 0x8000)
        {
            int offset = (first >> 10 & 1) << 20 | (second >> 11 & 1) << 19 | (second >> 13 & 1) << 18 | (first & 0x3F) << 12 | (second & 0x7FF) << 1;
            return (uint)(address + 4 + (offset << 11 >> 11));
        }

        return null;
    }

    /// <summary>The start of the instruction that a byte belongs to, walking from a known start.</summary>
    public static int StartOf(ReadOnlySpan<byte> image, int start, int offset, Func<int, bool> isLiteral)
    {
        int position = start;
        while (position + 2 <= image.Length)
        {
            int length = isLiteral(position) ? 2 : LengthOf(BinaryPrimitives.ReadUInt16LittleEndian(image[position..]));
            if (offset < position + length)
                return position;
            position += length;
        }

        return offset & ~1;
    }
}
