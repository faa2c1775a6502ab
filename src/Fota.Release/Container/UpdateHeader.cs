using System.Buffers.Binary;
using Fota.Delta;
using Fota.Files;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Release.Container;

/// <summary>
/// The header of an <c>update.fota</c> file (docs/format.md). It is what is signed, and binds all the rest: the image that a patch applies
/// to, the payload, and the image that results.
/// </summary>
public sealed record UpdateHeader
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Size = 192;

    /// <summary>The digits of <see cref="KeyId"/>.</summary>
    public const int KeyIdDigits = 16;

    internal const int MaxSignatureLength = 512;

    /// <summary>Number 1 had an unsigned header, and is never used again.</summary>
    private const ushort HeaderVersion = 2;

    private const int CheckedSize = Size - sizeof(uint);

    internal static ReadOnlySpan<byte> Magic => "FOTA"u8;

    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The version of the resulting image, as a device compares it.</summary>
    public required VersionNumbers Version { get; init; }

    /// <summary>The security counter of the resulting image: a device takes no image with a lower one than it runs.</summary>
    public required uint SecurityCounter { get; init; }

    /// <summary>How the header is signed.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The length of the signature in bytes, 1 to 512; see <see cref="FixedSizeSignature"/>.</summary>
    public required int SignatureLength { get; init; }

    /// <summary>The size of the whole file: header, signature and payload.</summary>
    public long FileSize => (long)Size + SignatureLength + PayloadSize;

    /// <summary>The first 16 hexadecimal digits of the signing key's <see cref="VerificationKey.KeyId"/>.</summary>
    public required string KeyId { get; init; }

    /// <summary>What the payload is.</summary>
    public PayloadFormat Format => PayloadFormats.Of(PatchFormat).Format;

    /// <summary>What the patch is written in; null for a full image.</summary>
    public required PatchFormat? PatchFormat { get; init; }

    /// <summary>The flash in which the patch is applied in place, and how long the plan in front of it is; null where there is none.</summary>
    public PlanFields? Plan { get; init; }

    /// <summary>Bytes of RAM that a device's decoder needs for the patch, its stack included; 0 unless it is compact.</summary>
    public uint DecoderMemory { get; init; }

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

    /// <summary>The digest of the payload.</summary>
    public required Sha256Digest PayloadDigest { get; init; }

    /// <summary>The digest that is signed: that of the bytes of the header.</summary>
    public Sha256Digest SignedDigest => Sha256Digest.Of(ToByteArray());

    /// <summary>The 192 bytes of the header.</summary>
    public byte[] ToByteArray()
    {
        byte[] bytes = new byte[Size];
        Span<byte> header = bytes;
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], HeaderVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Size);
        Product.Write(header[8..]);
        Version.Write(header[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], SecurityCounter);
        header[28] = (byte)Algorithm;
        BinaryPrimitives.WriteUInt16LittleEndian(header[30..], checked((ushort)SignatureLength));
        Convert.FromHexString(KeyId).CopyTo(header[32..40]);
        (PayloadFormat format, header[41]) = PayloadFormats.Of(PatchFormat);
        header[40] = (byte)format;
        Plan?.Write(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[44..], DecoderMemory);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], BaseSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[52..], NewSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], PayloadSize);
        BaseDigest.CopyTo(header[64..]);
        NewDigest.CopyTo(header[96..]);
        PayloadDigest.CopyTo(header[128..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CheckedSize..], Crc32.Of(header[..CheckedSize]));
        return bytes;
    }

    /// <summary>Reads a header and refuses whatever <see cref="ToByteArray"/> would not have written. Its signature is not looked at.</summary>
    /// <exception cref="Fota.Errors.FotaException">It is damaged (FOTA3060) or of an unknown format (FOTA3061).</exception>
    public static UpdateHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size || !bytes[..4].SequenceEqual(Magic))
            throw UpdateContainer.Damaged($"it does not begin with a {Size}-byte header with the magic FOTA");
        ReadOnlySpan<byte> header = bytes[..Size];
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        if (version != HeaderVersion || size != Size)
            throw UpdateContainer.Unknown($"header version {version} with {size} bytes");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[CheckedSize..]) != Crc32.Of(header[..CheckedSize]))
            throw UpdateContainer.Damaged("the CRC-32 of its header does not hold");
        UpdateHeader result = ReadFields(header);
        if (result.Fault() is { } fault)
            throw UpdateContainer.Damaged(fault);
        if (!result.ToByteArray().AsSpan().SequenceEqual(header))
            throw UpdateContainer.Unknown("a reserved byte of its header is not zero");
        return result;
    }

    private static UpdateHeader ReadFields(ReadOnlySpan<byte> header)
    {
        var algorithm = (SignatureAlgorithm)header[28];
        if (!Enum.IsDefined(algorithm))
            throw UpdateContainer.Unknown($"signature algorithm {header[28]}");
        if (!PayloadFormats.TryRead(header[40], header[41], out PatchFormat? format))
            throw UpdateContainer.Unknown($"payload format {header[40]} with dialect {header[41]}");
        return new UpdateHeader
        {
            Product = ProductId.Read(header[8..]),
            Version = VersionNumbers.Read(header[16..]),
            SecurityCounter = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]),
            Algorithm = algorithm,
            SignatureLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]),
            KeyId = Convert.ToHexString(header[32..40]).ToLowerInvariant(),
            PatchFormat = format,
            Plan = PlanFields.Read(header),
            DecoderMemory = BinaryPrimitives.ReadUInt32LittleEndian(header[44..]),
            BaseSize = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]),
            NewSize = BinaryPrimitives.ReadUInt32LittleEndian(header[52..]),
            PayloadSize = BinaryPrimitives.ReadUInt32LittleEndian(header[56..]),
            BaseDigest = Sha256Digest.FromBytes(header.Slice(64, Sha256Digest.Length)),
            NewDigest = Sha256Digest.FromBytes(header.Slice(96, Sha256Digest.Length)),
            PayloadDigest = Sha256Digest.FromBytes(header.Slice(128, Sha256Digest.Length)),
        };
    }

    private string? Fault()
    {
        if (SignatureLength is < 1 or > MaxSignatureLength)
            return $"its signature has {SignatureLength} bytes, not 1 to {MaxSignatureLength}";
        if (Algorithm == SignatureAlgorithm.EcdsaP256Sha256 && SignatureLength != FixedSizeSignature.EcdsaP256Length)
            return $"its ECDSA signature has {SignatureLength} bytes, not {FixedSizeSignature.EcdsaP256Length}";
        if (NewSize == 0 || PayloadSize == 0)
            return "its image or its payload is empty";
        if (DecoderMemory != 0 != (Format == PayloadFormat.Compact))
            return $"its decoder needs {DecoderMemory} bytes of memory";
        if (Plan?.Fault(this) is { } fault)
            return fault;
        if (Format != PayloadFormat.FullImage)
            return BaseSize == 0 ? "it has a patch without a base" : null;
        return BaseSize != 0 || !BaseDigest.IsZero || PayloadSize != NewSize || PayloadDigest != NewDigest
            ? "it has a full image with a base, or a payload that is not the image"
            : null;
    }
}
