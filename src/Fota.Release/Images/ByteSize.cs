using System.Globalization;
using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>A number of bytes. Read with an optional unit of 1024 (<c>64 KB</c>, <c>4.5KiB</c>, <c>1 MB</c>), written with thousands.</summary>
/// <param name="Bytes">The number of bytes, not negative.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <summary>Reads a size such as <c>6000</c>, <c>6 KB</c>, <c>4.5KiB</c> or <c>1 MB</c>. One KB is 1024 bytes, as memories are sold.</summary>
    /// <exception cref="FotaException">The text is no size (FOTA3004).</exception>
    public static ByteSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> span = text.AsSpan().Trim();
        int unit = span.LastIndexOfAnyInRange('0', '9') + 1;
        ReadOnlySpan<char> number = span[..unit];
        int shift = span[unit..].Trim().ToString().ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            _ => -1,
        };
        bool isNumber = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value <= uint.MaxValue;
        decimal bytes = isNumber && shift >= 0 ? value * (1 << shift) : -1;
        // A fraction of a byte is a mistake: nobody means it.
        if (bytes < 0 || bytes != decimal.Truncate(bytes) || !char.IsAsciiDigit(number[0]))
        {
            throw new FotaException(
                ReleaseErrors.SizeInvalid,
                $"'{text}' is not a size.",
                "Give a number of bytes, or of KB or MB (1024 and 1,048,576 bytes), such as 6000, 6 KB or 4.5 KB.");
        }

        return new ByteSize((long)bytes);
    }

    /// <summary>How many percent of another size this is; 100 where the other is empty.</summary>
    public double PercentOf(ByteSize whole) => whole.Bytes == 0 ? 100 : 100.0 * Bytes / whole.Bytes;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Whether the left size is smaller.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Whether the left size is larger.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Whether the left size is smaller or equal.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Whether the left size is larger or equal.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <summary>The exact figure, such as <c>21,344 bytes</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes:N0} {(Bytes == 1 ? "byte" : "bytes")}");
}
