using System.Buffers.Binary;

namespace Fota.Release.Images;

/// <summary>Tells images for Cortex-M by what they begin with (Armv7-M Architecture Reference Manual, B1.5.3).</summary>
public static class VectorTable
{
    private const int Handlers = 3;
    private const uint MostApart = 16 << 20;

    /// <summary>The address of the reset handler, without the bit for Thumb; null where <see cref="IsAtStartOf"/> says no.</summary>
    public static uint? ResetHandler(ReadOnlySpan<byte> content) =>
        IsAtStartOf(content) ? BinaryPrimitives.ReadUInt32LittleEndian(content[4..]) & ~1u : null;

    /// <summary>
    /// Whether bytes begin with the initial stack pointer, in RAM and aligned, and the addresses of reset, NMI and hard fault, which
    /// are Thumb code near each other.
    /// </summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        if (content.Length < 4 * (1 + Handlers))
            return false;
        uint stack = BinaryPrimitives.ReadUInt32LittleEndian(content), reset = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
        if (stack % 4 != 0 || stack is < 0x1000_0000 or >= 0x4000_0000)
            return false;
        for (int i = 1; i <= Handlers; i++)
        {
            uint handler = BinaryPrimitives.ReadUInt32LittleEndian(content[(4 * i)..]);
            if (handler % 2 == 0 || handler >= 0x4000_0000 || Math.Max(handler, reset) - Math.Min(handler, reset) > MostApart)
                return false;
        }

        return true;
    }
}
