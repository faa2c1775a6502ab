using System.Buffers.Binary;
using Fota.Delta;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Release.Container;

/// <summary>The header of an <c>update.fota</c> file (docs/format.md). Not signed: it only lets a device refuse early.</summary>
public sealed record UpdateHeader
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Size = 128;

    internal const ushort HeaderVersion = 1;
    internal const int MaxSignatureLength = 512;
    private const int CheckedSize = Size - sizeof(uint);

    internal static ReadOnlySpan<byte> Magic => "FOTA"u8;

    /// <summary>What the payload is.</summary>
    public PayloadFormat Format => PatchFormat is null ? PayloadFormat.FullImage : PayloadFormat.JojoDiff;

    /// <summary>What the patch is written in; null for a full image.</summary>
    public required PatchFormat? PatchFormat { get; init; }

    /// <summary>How the new image is signed.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The length of the signature in bytes, 1 to 512.</summary>
    public required int SignatureLength { get; init; }

    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The size of the image that the patch applies to, in bytes; 0 for a full image.</summary>
    public required uint BaseSize { get; init; }

    /// <summary>The digest of the image that the patch applies to; zeros for a full image.</summary>
    public required Sha256Digest BaseDigest { get; init; }

    /// <summary>The size of the resulting image in bytes.</summary>
    public required uint NewSize { get; init; }

    /// <summary>The digest of the resulting image.</summary>
    public required Sha256Digest NewDigest { get; init; }

    /// <summary>The size of the payload in bytes.</summary>
    public required uint PayloadSize { get; init; }

    /// <summary>The 128 bytes of the header.</summary>
    public byte[] ToByteArray()
    {
        byte[] bytes = new byte[Size];
        Span<byte> header = bytes;
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], HeaderVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Size);
        header[8] = (byte)Format;
        header[9] = (byte)(PatchFormat ?? 0);
        header[10] = (byte)Algorithm;
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], checked((ushort)SignatureLength));
        Product.Write(header[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], BaseSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], NewSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[32..], PayloadSize);
        BaseDigest.CopyTo(header[40..]);
        NewDigest.CopyTo(header[72..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CheckedSize..], Crc32.Of(header[..CheckedSize]));
        return bytes;
    }

    /// <summary>Reads a header and refuses whatever <see cref="ToByteArray"/> would not have written.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is damaged (FOTA3060) or of an unknown format (FOTA3061).</exception>
    public static UpdateHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes[..4].SequenceEqual(Magic))
            throw UpdateContainer.Damaged("it does not begin with a 128-byte header with the magic FOTA");
        ReadOnlySpan<byte> header = bytes[..Size];
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        if (version != HeaderVersion || size != Size)
            throw UpdateContainer.Unknown($"header version {version} with {size} bytes");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[CheckedSize..]) != Crc32.Of(header[..CheckedSize]))
            throw UpdateContainer.Damaged("the CRC-32 of its header does not hold");

        var algorithm = (SignatureAlgorithm)header[10];
        if (!Enum.IsDefined(algorithm))
            throw UpdateContainer.Unknown($"signature algorithm {header[10]}");
        var result = new UpdateHeader
        {
            PatchFormat = PatchFormatOf(header[8], header[9]),
            Algorithm = algorithm,
            SignatureLength = BinaryPrimitives.ReadUInt16LittleEndian(header[12..]),
            Product = ProductId.Read(header[16..]),
            BaseSize = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]),
            NewSize = BinaryPrimitives.ReadUInt32LittleEndian(header[28..]),
            PayloadSize = BinaryPrimitives.ReadUInt32LittleEndian(header[32..]),
            BaseDigest = Sha256Digest.FromBytes(header.Slice(40, Sha256Digest.Length)),
            NewDigest = Sha256Digest.FromBytes(header.Slice(72, Sha256Digest.Length)),
        };
        if (result.Fault() is { } fault)
            throw UpdateContainer.Damaged(fault);
        if (!result.ToByteArray().AsSpan().SequenceEqual(header))
            throw UpdateContainer.Damaged("a reserved byte of its header is not zero");
        return result;
    }

    private static PatchFormat? PatchFormatOf(byte format, byte dialect)
    {
        if (format == (byte)PayloadFormat.FullImage && dialect == 0)
            return null;
        if (format == (byte)PayloadFormat.JojoDiff && Enum.IsDefined((PatchFormat)dialect))
            return (PatchFormat)dialect;
        throw UpdateContainer.Unknown($"payload format {format} with dialect {dialect}");
    }

    private string? Fault()
    {
        if (SignatureLength is < 1 or > MaxSignatureLength)
            return $"its signature has {SignatureLength} bytes, not 1 to {MaxSignatureLength}";
        if (NewSize == 0 || PayloadSize == 0)
            return "its image or its payload is empty";
        if (Format == PayloadFormat.JojoDiff)
            return BaseSize == 0 ? "it has a patch without a base" : null;
        return BaseSize != 0 || !BaseDigest.IsZero || PayloadSize != NewSize ? "it has a full image with a base or of another size" : null;
    }
}
