namespace Fota.Release.Images.Formats;

/// <summary>Splits a text of hexadecimal records into lines, and a line into bytes.</summary>
internal static class HexLine
{
    /// <summary>The most bytes of a record: a count of one byte counts what follows it.</summary>
    public const int MaxBytes = 256;

    /// <summary>Takes the next line off a text, without its end and the blanks around it.</summary>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(text[end] == '\r' && text.Length > end + 1 && text[end + 1] == '\n' ? end + 2 : end + 1)..];
        return line.Trim(" \t"u8);
    }

    /// <summary>Reads pairs of digits.</summary>
    /// <returns>The bytes, within <paramref name="room"/>; false where the digits are odd in number, others, or more than the room.</returns>
    public static bool TryRead(ReadOnlySpan<byte> digits, Span<byte> room, out Span<byte> bytes)
    {
        bytes = [];
        if (digits.Length % 2 != 0 || digits.Length / 2 > room.Length)
            return false;
        for (int i = 0; i < digits.Length; i += 2)
        {
            int high = Digit(digits[i]), low = Digit(digits[i + 1]);
            if ((high | low) < 0)
                return false;
            room[i / 2] = (byte)(high << 4 | low);
        }

        bytes = room[..(digits.Length / 2)];
        return true;
    }

    /// <summary>Whether a text begins with so many digits.</summary>
    public static bool HasDigits(ReadOnlySpan<byte> text, int count)
    {
        if (text.Length < count)
            return false;
        for (int i = 0; i < count; i++)
        {
            if (Digit(text[i]) < 0)
                return false;
        }

        return true;
    }

    /// <summary>The sum of bytes, of which both formats compare the lowest eight bits.</summary>
    public static byte Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte each in bytes)
            sum += each;
        return (byte)sum;
    }

    private static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };
}
