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
