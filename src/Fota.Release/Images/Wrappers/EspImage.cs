using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fota.Release.Images.Wrappers;

/// <summary>
/// An application of ESP-IDF: a header of 24 bytes, segments, a check sum at the end of 16 bytes, and where the header says so a SHA-256 over
/// all before it. The application's description begins the first segment.
/// </summary>
internal sealed record EspImage : ImageWrapper
{
    private const byte Magic = 0xE9, CheckSeed = 0xEF;
    private const uint DescriptionMagic = 0xABCD5432;
    private const int HeaderSize = 24, SegmentHeaderSize = 8, DescriptionAt = HeaderSize + SegmentHeaderSize, DescriptionSize = 256;
    private const int MostSegments = 16, CheckAlignment = 16;

    private readonly List<WrapperFact> _facts = [];
    private readonly string _product, _version;
    private readonly uint _counter;

    private EspImage(ReadOnlySpan<byte> image)
    {
        int segments = image[1];
        if (segments is 0 or > MostSegments)
            throw Damaged(Kind, $"its header says that it has {segments} segments, and the most is {MostSegments}");
        _facts.Add(new("header", FormattableString.Invariant(
            $"chip {BinaryPrimitives.ReadUInt16LittleEndian(image[12..])}, entry 0x{BinaryPrimitives.ReadUInt32LittleEndian(image[4..]):X8}, {segments} segments")));
        int end = ReadSegments(image, segments, out byte check);
        int checkAt = end | (CheckAlignment - 1);
        if (checkAt >= image.Length || image[checkAt] != check)
            throw Damaged(Kind, $"its check sum is 0x{check:X2}, and at offset {checkAt} stands another, or nothing");
        int last = checkAt + 1;
        if (image[23] == 1)
            last = RequireHash(image, last);
        if (last < image.Length)
            _facts.Add(new("behind the image", FormattableString.Invariant($"{image.Length - last} bytes")));

        ReadOnlySpan<byte> description = image.Slice(DescriptionAt, DescriptionSize);
        _counter = BinaryPrimitives.ReadUInt32LittleEndian(description[4..]);
        _version = Text(description.Slice(16, 32));
        _product = Text(description.Slice(48, 32));
        _facts.Add(new("built", $"{Text(description.Slice(96, 16))} {Text(description.Slice(80, 16))}".Trim()));
        _facts.Add(new("ESP-IDF", Text(description.Slice(112, 32))));
        _facts.Add(new("SHA-256 of the ELF file", Hex(description.Slice(144, 32))));
    }

    public override WrapperKind Kind => WrapperKind.EspIdf;

    public override string? Product => _product;

    public override string Version => _version;

    // The text is free: a tag with a v, or the hash of a commit.
    internal override FirmwareVersion? StatedVersion =>
        FirmwareVersion.TryParse(_version.StartsWith('v') ? _version[1..] : _version, out FirmwareVersion? said) ? said : null;

    public override uint? SecurityCounter => _counter;

    public override IReadOnlyList<WrapperFact> Facts => _facts;

    public static bool IsAtStartOf(ReadOnlySpan<byte> image) =>
        image.Length >= DescriptionAt + DescriptionSize && image[0] == Magic && BinaryPrimitives.ReadUInt32LittleEndian(image[DescriptionAt..]) == DescriptionMagic;

    public static EspImage Read(ReadOnlySpan<byte> image) => new(image);

    internal override bool? IsOf(FirmwareVersion version) => StatedVersion?.Equals(version);

    private int ReadSegments(ReadOnlySpan<byte> image, int count, out byte check)
    {
        check = CheckSeed;
        int at = HeaderSize;
        for (int i = 0; i < count; i++)
        {
            uint size = image.Length - at < SegmentHeaderSize ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(image[(at + 4)..]);
            if (size > image.Length - at - SegmentHeaderSize)
                throw Damaged(Kind, $"segment {i + 1} of {count}, at offset {at}, ends behind the {image.Length} bytes of the file");
            ReadOnlySpan<byte> content = image.Slice(at + SegmentHeaderSize, (int)size);
            _facts.Add(new($"segment {i + 1}", FormattableString.Invariant($"0x{BinaryPrimitives.ReadUInt32LittleEndian(image[at..]):X8}, {size} bytes")));
            foreach (byte each in content)
                check ^= each;
            at += SegmentHeaderSize + (int)size;
        }

        return at;
    }

    private int RequireHash(ReadOnlySpan<byte> image, int hashed)
    {
        byte[] hash = SHA256.HashData(image[..hashed]);
        if (!image[hashed..].StartsWith(hash))
            throw Damaged(Kind, $"its SHA-256 is {Hex(hash)}, and at offset {hashed} stands another, or nothing");
        _facts.Add(new("SHA-256", Hex(hash)));
        return hashed + hash.Length;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        byte[] text = field[..(end < 0 ? field.Length : end)].ToArray();
        foreach (ref byte each in text.AsSpan())
        {
            if (each is < 0x20 or > 0x7E)
                each = (byte)'?';
        }

        return Encoding.ASCII.GetString(text);
    }
}
