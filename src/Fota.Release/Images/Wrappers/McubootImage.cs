using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Fota.Release.Images.Wrappers;

/// <summary>
/// An image for MCUboot: a header of 32 bytes or more, the firmware, protected TLVs where the header says so, and TLVs. The hash is over all but
/// the last; what stands behind them is the slot's.
/// </summary>
internal sealed record McubootImage : ImageWrapper
{
    private const uint Magic = 0x96F3B83D;
    private const ushort TlvMagic = 0x6907, ProtectedTlvMagic = 0x6908;
    private const int HeaderSize = 32, TlvHeaderSize = 4;
    private const uint EncryptedFlags = 0x4 | 0x8;
    private const ushort Sha256Tlv = 0x10, Sha384Tlv = 0x11, Sha512Tlv = 0x12, SecurityCounterTlv = 0x50;

    private readonly List<WrapperFact> _facts = [];
    private readonly (byte Major, byte Minor, ushort Revision) _version;
    private readonly uint _build;
    private readonly HashSet<ushort> _hashes = [];
    private uint? _counter;

    private McubootImage(ReadOnlySpan<byte> image)
    {
        int headerSize = BinaryPrimitives.ReadUInt16LittleEndian(image[8..]);
        int protectedSize = BinaryPrimitives.ReadUInt16LittleEndian(image[10..]);
        long end = headerSize + (long)BinaryPrimitives.ReadUInt32LittleEndian(image[12..]);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(image[16..]);
        _version = (image[20], image[21], BinaryPrimitives.ReadUInt16LittleEndian(image[22..]));
        _build = BinaryPrimitives.ReadUInt32LittleEndian(image[24..]);
        if (headerSize < HeaderSize)
            throw Damaged(Kind, $"its header says that it has {headerSize} bytes, and the least is {HeaderSize}");
        if (end > image.Length - TlvHeaderSize - protectedSize)
            throw Damaged(Kind, $"its header says that {end + protectedSize} bytes stand before the TLVs, and it has {image.Length}: it is cut off, or not signed by imgtool");

        Add("header", $"{headerSize} bytes, load address 0x{BinaryPrimitives.ReadUInt32LittleEndian(image[4..]):X8}, flags 0x{flags:X}");
        Add("firmware", $"{end - headerSize} bytes");
        int hashed = (int)end + protectedSize;
        if (protectedSize > 0 && ReadTlvs(image, (int)end, isProtected: true, image[..hashed], flags) != hashed)
            throw Damaged(Kind, $"its header says that the protected TLVs have {protectedSize} bytes, and they say otherwise");
        int last = ReadTlvs(image, hashed, isProtected: false, image[..hashed], flags);
        if (_hashes.Count == 0)
            throw Damaged(Kind, "its TLVs hold no hash of it");
        if (last < image.Length)
            Add("behind the TLVs", $"{image.Length - last} bytes");
    }

    public override WrapperKind Kind => WrapperKind.Mcuboot;

    public override string? Product => null;

    public override string Version => string.Create(CultureInfo.InvariantCulture, $"{_version.Major}.{_version.Minor}.{_version.Revision}+{_build}");

    internal override FirmwareVersion? StatedVersion => FirmwareVersion.TryParse(Version, out FirmwareVersion? said) ? said : null;

    public override uint? SecurityCounter => _counter;

    public override IReadOnlyList<WrapperFact> Facts => _facts;

    public static bool IsAtStartOf(ReadOnlySpan<byte> image) => image.Length >= HeaderSize && BinaryPrimitives.ReadUInt32LittleEndian(image) == Magic;

    public static McubootImage Read(ReadOnlySpan<byte> image) => new(image);

    // The header has no place for a prerelease's label; the build number orders what imgtool was told to order.
    internal override bool? IsOf(FirmwareVersion version) =>
        ((ushort)_version.Major, (ushort)_version.Minor, _version.Revision) == (version.Numbers.Major, version.Numbers.Minor, version.Numbers.Patch);

    private int ReadTlvs(ReadOnlySpan<byte> image, int start, bool isProtected, ReadOnlySpan<byte> hashed, uint flags)
    {
        ReadOnlySpan<byte> area = image[start..];
        int size = BinaryPrimitives.ReadUInt16LittleEndian(area[2..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(area) != (isProtected ? ProtectedTlvMagic : TlvMagic) || size < TlvHeaderSize || size > area.Length)
            throw Damaged(Kind, $"at offset {start}, where its TLVs begin, stand no TLVs that lie within it");
        for (int at = TlvHeaderSize; at < size;)
        {
            int length = size - at < TlvHeaderSize ? size : BinaryPrimitives.ReadUInt16LittleEndian(area[(at + 2)..]);
            if (length > size - at - TlvHeaderSize)
                throw Damaged(Kind, $"the TLV at offset {start + at} ends behind the others");
            ReadTlv(BinaryPrimitives.ReadUInt16LittleEndian(area[at..]), area.Slice(at + TlvHeaderSize, length), isProtected, hashed, flags);
            at += TlvHeaderSize + length;
        }

        return start + size;
    }

    private void ReadTlv(ushort type, ReadOnlySpan<byte> value, bool isProtected, ReadOnlySpan<byte> hashed, uint flags)
    {
        string name = $"TLV 0x{type:X4}{(NameOf(type) is { } known ? " " + known : "")}{(isProtected ? ", protected" : "")}";
        string note = "";
        if (type is Sha256Tlv or Sha384Tlv or Sha512Tlv)
        {
            // Each hash is of the whole image: thousands of them would be asked for by a hostile one.
            if (!_hashes.Add(type))
                throw Damaged(Kind, $"it has its {NameOf(type)} twice");
            if ((flags & EncryptedFlags) != 0)
                note = " (of the firmware before it was encrypted)";
            else if (HashOf(type, hashed) is var hash && !value.SequenceEqual(hash))
                throw Damaged(Kind, $"its {NameOf(type)} is {Hex(hash)}, and the TLV says otherwise");
        }

        // MCUboot itself counts a protected one alone.
        if (type == SecurityCounterTlv && value.Length == sizeof(uint) && isProtected)
        {
            if (_counter is not null)
                throw Damaged(Kind, "it has its security counter twice");
            _counter = BinaryPrimitives.ReadUInt32LittleEndian(value);
            Add(name, $"{_counter}");
            return;
        }

        Add(name, Hex(value) + note);
    }

    private static byte[] HashOf(ushort type, ReadOnlySpan<byte> hashed) =>
        type == Sha256Tlv ? SHA256.HashData(hashed) : type == Sha384Tlv ? SHA384.HashData(hashed) : SHA512.HashData(hashed);

    private void Add(string name, FormattableString value) => Add(name, FormattableString.Invariant(value));

    private void Add(string name, string value) => _facts.Add(new WrapperFact(name, value));

    private static string? NameOf(ushort type) => type switch
    {
        0x01 => "key hash",
        0x02 => "public key",
        Sha256Tlv => "SHA-256",
        Sha384Tlv => "SHA-384",
        Sha512Tlv => "SHA-512",
        0x20 => "signature RSA-2048 PSS",
        0x22 => "signature ECDSA",
        0x23 => "signature RSA-3072 PSS",
        0x24 => "signature Ed25519",
        0x25 => "signature over the image itself",
        >= 0x30 and <= 0x34 => "encrypted key",
        0x40 => "dependency",
        SecurityCounterTlv => "security counter",
        0x60 => "boot record",
        _ => null,
    };
}
