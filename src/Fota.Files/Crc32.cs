namespace Fota.Files;

/// <summary>The CRC-32 of IEEE 802.3: polynomial 04C11DB7 reflected, initial value and final exclusive or FFFFFFFF.</summary>
public static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB88320;
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(index => Remainder((uint)index))];

    /// <summary>The check sum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
            crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? ReflectedPolynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
