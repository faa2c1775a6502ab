using System.Buffers.Binary;
using System.Text;

namespace Fota.Release.Images;

/// <summary>The first 8 bytes of the SHA-256 of a product's name in UTF-8 (docs/format.md). Tells products apart; no secret.</summary>
/// <param name="Value">The 8 bytes as a little-endian number.</param>
public readonly record struct ProductId(ulong Value)
{
    /// <summary>The length of an id in bytes.</summary>
    public const int Length = 8;

    /// <summary>The first 32-bit word as it lies in the image.</summary>
    public uint Low => (uint)Value;

    /// <summary>The second 32-bit word as it lies in the image.</summary>
    public uint High => (uint)(Value >> 32);

    /// <summary>The id of a product's name.</summary>
    public static ProductId Of(string name)
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        Sha256Digest.Of(Encoding.UTF8.GetBytes(name)).CopyTo(digest);
        return Read(digest);
    }

    /// <summary>Reads the first 8 bytes.</summary>
    internal static ProductId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    /// <summary>Writes 8 bytes.</summary>
    internal void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt64LittleEndian(destination, Value);

    /// <summary>The 8 bytes in order, as 16 lower-case hexadecimal digits.</summary>
    public override string ToString() => BinaryPrimitives.ReverseEndianness(Value).ToString("x16");
}
