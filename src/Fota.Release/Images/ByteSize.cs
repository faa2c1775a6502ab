using System.Globalization;
using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>A number of bytes. Read with an optional unit of 1024 (<c>64 KB</c>, <c>64KiB</c>, <c>1 MB</c>), written with thousands.</summary>
/// <param name="Bytes">The number of bytes, not negative.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <summary>Reads a size such as <c>6000</c>, <c>6 KB</c>, <c>6KiB</c> or <c>1 MB</c>. One KB is 1024 bytes, as memories are sold.</summary>
    /// <exception cref="FotaException">The text is no size (FOTA3004).</exception>
    public static ByteSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> span = text.AsSpan().Trim();
        int digits = span.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> number = digits < 0 ? span : span[..digits];
        int shift = (digits < 0 ? "" : span[digits..].Trim().ToString().ToUpperInvariant()) switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            _ => -1,
        };
        if (shift < 0 || !uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint value))
        {
            throw new FotaException(
                ReleaseErrors.SizeInvalid,
                $"'{text}' is not a size.",
                "Give a number of bytes, or of KB or MB (1024 and 1,048,576 bytes), such as 6000 or 6 KB.");
        }

        return new ByteSize((long)value << shift);
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
