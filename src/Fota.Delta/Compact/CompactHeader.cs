using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>What of the images is relocated.</summary>
[Flags]
internal enum RelocationKinds
{
    None = 0,

    /// <summary>Words that hold an address.</summary>
    Words = 1,

    /// <summary>The offsets of Thumb BL and BLX.</summary>
    Calls = 2,
}

/// <summary>The header of a compact patch.</summary>
internal sealed record CompactHeader
{
    public const int TableBitsOffset = 2;
    public const int SegmentBitsOffset = 3;
    public const int SourceSizeOffset = 4;
    public const int TargetSizeOffset = 8;

    private const int GenericSize = 12;
    private const int FullSize = 28;

    public RelocationKinds Kinds { get; init; }

    /// <summary>The mixing table has 2^this counters.</summary>
    public int TableBits { get; init; }

    /// <summary>Segments have 2^this bytes of the target.</summary>
    public int SegmentBits { get; init; }

    public int SourceSize { get; init; }

    public int TargetSize { get; init; }

    /// <summary>The address of the source's first byte.</summary>
    public uint Base { get; init; }

    /// <summary>The address where variables that moved begin.</summary>
    public uint Ram { get; init; }

    /// <summary>Bytes from <see cref="Ram"/> on in which variables moved.</summary>
    public uint RamSize { get; init; }

    public int CodePieces { get; init; }

    public int RamPieces { get; init; }

    /// <summary>Bytes that the header takes.</summary>
    public int Size => SizeOf(Kinds);

    /// <summary>Bytes of memory that a decoder on a device needs.</summary>
    public int MemorySize =>
        CompactFormat.StateSize + (sizeof(ushort) << TableBits) + (CompactFormat.PieceSize * (CodePieces + RamPieces));

    /// <summary>Reads a header and checks its fields for themselves.</summary>
    /// <exception cref="PatchException">The patch ends within the header, or a field has a value that is none of this version.</exception>
    public static CompactHeader Read(ReadOnlySpan<byte> patch)
    {
        if (patch.Length < GenericSize)
            throw CompactFaults.Truncated(patch.Length);
        var kinds = (RelocationKinds)patch[1];
        if (patch.Length < SizeOf(kinds))
            throw CompactFaults.Truncated(patch.Length);
        Check(patch[0] == CompactFormat.Magic, 0, $"The patch starts with {patch[0]:X2}, and compact patches start with {CompactFormat.Magic:X2}");
        Check(kinds <= (RelocationKinds.Words | RelocationKinds.Calls), 1, $"The patch has the flags {(int)kinds:X2}, of which some are unknown");
        int tableBits = patch[TableBitsOffset];
        Check(
            tableBits is >= CompactFormat.MinTableBits and <= CompactFormat.MaxTableBits,
            TableBitsOffset,
            $"The patch has a table of 2^{tableBits} counters, and 2^{CompactFormat.MinTableBits} to 2^{CompactFormat.MaxTableBits} are possible");
        int segmentBits = patch[SegmentBitsOffset];
        Check(
            segmentBits is >= CompactFormat.MinSegmentBits and <= CompactFormat.MaxSegmentBits,
            SegmentBitsOffset,
            $"The patch has segments of 2^{segmentBits} bytes, and 2^{CompactFormat.MinSegmentBits} to 2^{CompactFormat.MaxSegmentBits} are possible");
        uint sourceSize = Word(patch, SourceSizeOffset);
        uint targetSize = Word(patch, TargetSizeOffset);
        Check(sourceSize < CompactFormat.ImageLimit, SourceSizeOffset, $"The patch is for an image of {sourceSize} bytes, which is too large");
        Check(targetSize < CompactFormat.ImageLimit, TargetSizeOffset, $"The patch is for an image of {targetSize} bytes, which is too large");
        var header = new CompactHeader
        {
            Kinds = kinds,
            TableBits = tableBits,
            SegmentBits = segmentBits,
            SourceSize = (int)sourceSize,
            TargetSize = (int)targetSize,
        };
        return kinds == RelocationKinds.None
            ? header
            : header with
            {
                Base = Word(patch, 12),
                Ram = Word(patch, 16),
                RamSize = Word(patch, 20),
                CodePieces = BinaryPrimitives.ReadUInt16LittleEndian(patch[24..]),
                RamPieces = BinaryPrimitives.ReadUInt16LittleEndian(patch[26..]),
            };
    }

    /// <summary>Whether a file begins with a header of this format; what else is wrong with it, <see cref="Read"/> says.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> patch) =>
        patch.Length >= GenericSize
        && patch[0] == CompactFormat.Magic
        && patch[1] <= (int)(RelocationKinds.Words | RelocationKinds.Calls)
        && patch[TableBitsOffset] is >= CompactFormat.MinTableBits and <= CompactFormat.MaxTableBits
        && patch[SegmentBitsOffset] is >= CompactFormat.MinSegmentBits and <= CompactFormat.MaxSegmentBits;

    public void Write(List<byte> patch)
    {
        Span<byte> header = stackalloc byte[FullSize];
        header[0] = CompactFormat.Magic;
        header[1] = (byte)Kinds;
        header[TableBitsOffset] = (byte)TableBits;
        header[SegmentBitsOffset] = (byte)SegmentBits;
        BinaryPrimitives.WriteInt32LittleEndian(header[SourceSizeOffset..], SourceSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[TargetSizeOffset..], TargetSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], Base);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Ram);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], RamSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[24..], (ushort)CodePieces);
        BinaryPrimitives.WriteUInt16LittleEndian(header[26..], (ushort)RamPieces);
        foreach (byte value in header[..Size])
            patch.Add(value);
    }

    private static int SizeOf(RelocationKinds kinds) => kinds == RelocationKinds.None ? GenericSize : FullSize;

    private static uint Word(ReadOnlySpan<byte> patch, int at) => BinaryPrimitives.ReadUInt32LittleEndian(patch[at..]);

    private static void Check(bool condition, int offset, string reason)
    {
        if (!condition)
            throw CompactFaults.Unknown(offset, reason);
    }
}
