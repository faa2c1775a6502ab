using System.Numerics;

namespace Fota.Delta.Compact;

/// <summary>How a compact patch is made.</summary>
public sealed record CompactOptions
{
    /// <summary>The options used when none are given.</summary>
    public static CompactOptions Default { get; } = new();

    /// <summary>The least and the most memory, in bytes, that <see cref="Memory"/> may allow.</summary>
    public const int MinMemory = CompactFormat.StateSize + (sizeof(ushort) << CompactFormat.MinTableBits);

    /// <inheritdoc cref="MinMemory"/>
    public const int MaxMemory = 1 << 20;

    /// <summary>The least and the most bytes of a segment.</summary>
    public const int MinSegmentSize = 1 << CompactFormat.MinSegmentBits;

    /// <inheritdoc cref="MinSegmentSize"/>
    public const int MaxSegmentSize = 1 << CompactFormat.MaxSegmentBits;

    /// <summary>Whether <see cref="SegmentSize"/> may be so many bytes.</summary>
    public static bool IsSegmentSize(long size) => size is >= MinSegmentSize and <= MaxSegmentSize && BitOperations.IsPow2(size);

    /// <summary>Bytes of memory that the device's decoder has, its stack included. Less makes patches larger.</summary>
    public int Memory { get; init; } = 4608;

    /// <summary>Bytes of the new image in a segment, a power of 2 from 1 KiB to 16 MiB: what a device does again after an interruption.</summary>
    public int SegmentSize { get; init; } = 1 << 16;

    /// <summary>How hard the encoder tries.</summary>
    public CompactEffort Effort { get; init; } = CompactEffort.Normal;

    /// <summary>The address of the old image's first byte; null to infer it from the image.</summary>
    public uint? BaseAddress { get; init; }

    /// <summary>Where variables lie in RAM; null to infer where those are that moved.</summary>
    public AddressRange? Ram { get; init; }

    /// <summary>The bits of the mixing table: the largest that leaves a quarter for the map.</summary>
    internal int TableBits
    {
        get
        {
            int bits = CompactFormat.MinTableBits;
            while (bits < CompactFormat.MaxTableBits && sizeof(ushort) << (bits + 1) <= Workspace / 4 * 3)
                bits++;
            return bits;
        }
    }

    /// <summary>The most pieces that the map may have: what the table leaves.</summary>
    internal int MaxPieces => Math.Min(CompactFormat.MaxPieces, (Workspace - (sizeof(ushort) << TableBits)) / CompactFormat.PieceSize);

    private int Workspace => Memory - CompactFormat.StateSize;
}

/// <summary>A range of addresses.</summary>
/// <param name="Start">The first.</param>
/// <param name="Size">Bytes in it.</param>
public readonly record struct AddressRange(uint Start, uint Size);
