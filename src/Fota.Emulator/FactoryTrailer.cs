using System.Buffers.Binary;
using System.Security.Cryptography;
using Fota.Files;

namespace Fota.Emulator;

/// <summary>
/// The trailer of an image that the factory wrote: the header of an update (docs/format.md) without a signature, for the image never came
/// over the air. Product and version are in the image's info record.
/// </summary>
internal static class FactoryTrailer
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 192;

    private const ushort Version = 2;
    private const int NewSize = 52;
    private const int PayloadSize = 56;
    private const int NewDigest = 96;
    private const int PayloadDigest = 128;
    private const int Check = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "FOTA"u8;

    /// <summary>The trailer of an image.</summary>
    public static byte[] Of(ReadOnlySpan<byte> image)
    {
        byte[] trailer = new byte[Size];
        Magic.CopyTo(trailer);
        BinaryPrimitives.WriteUInt16LittleEndian(trailer.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(trailer.AsSpan(6), Size);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(NewSize), image.Length);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(PayloadSize), image.Length);
        SHA256.HashData(image, trailer.AsSpan(NewDigest));
        SHA256.HashData(image, trailer.AsSpan(PayloadDigest));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(Check), Crc32.Of(trailer.AsSpan(0, Check)));
        return trailer;
    }

    /// <summary>The size of the image in bytes that a trailer names, from the factory or not; null for what is no trailer.</summary>
    public static int? ImageSize(ReadOnlySpan<byte> trailer)
    {
        int size = BinaryPrimitives.ReadInt32LittleEndian(trailer[NewSize..]);
        return trailer.StartsWith(Magic) && size >= 0 ? size : null;
    }
}
