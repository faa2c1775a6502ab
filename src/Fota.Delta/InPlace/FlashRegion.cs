using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Fota.Errors;

namespace Fota.Delta.InPlace;

/// <summary>
/// The flash in which an image is replaced by the next: blocks of one size, each erased as a whole. The image lies at its start, and
/// what is behind the image is room to update it.
/// </summary>
public sealed record FlashRegion
{
    /// <summary>The most blocks that a region may have: a device keeps a bit for each on its stack, and plans have 10 bits for one.</summary>
    public const int MaxBlocks = 1023;

    /// <summary>The smallest block, in bytes.</summary>
    public const int MinBlockSize = 256;

    /// <summary>The largest block, in bytes.</summary>
    public const int MaxBlockSize = 1 << 20;

    /// <summary>The largest region, in bytes: that of the largest image.</summary>
    public const int MaxSize = PatchEncoder.MaxImageSize;

    /// <summary>Creates the region.</summary>
    /// <param name="blockSize">Bytes of a block: a power of two. Where sectors differ in size, that of the largest.</param>
    /// <param name="blocks">How many blocks there are.</param>
    /// <exception cref="FotaException">There is no such region.</exception>
    public FlashRegion(int blockSize, int blocks)
    {
        if (blockSize is < MinBlockSize or > MaxBlockSize || !BitOperations.IsPow2(blockSize))
            throw Impossible($"Blocks of {blockSize} bytes", $"Give the size of a sector, a power of two from {MinBlockSize} to {MaxBlockSize}.");
        if (blocks is < 1 or > MaxBlocks)
            throw Impossible($"A region of {blocks} blocks", $"Group sectors into larger blocks, so that there are at most {MaxBlocks}.");
        if ((long)blockSize * blocks > MaxSize)
            throw Impossible($"A region of {blocks} blocks of {blockSize} bytes", $"A region has at most {MaxSize} bytes.");
        BlockSize = blockSize;
        Blocks = blocks;
    }

    /// <summary>Whether there is a region with so many blocks of this size.</summary>
    public static bool Exists(long blockSize, long blocks) =>
        blockSize is >= MinBlockSize and <= MaxBlockSize && BitOperations.IsPow2(blockSize)
        && blocks is >= 1 and <= MaxBlocks && blockSize * blocks <= MaxSize;

    /// <summary>Reads a region as <see cref="ToString"/> writes it: <c>50x4096</c> are 50 blocks of 4096 bytes.</summary>
    /// <exception cref="FotaException">The text names no region.</exception>
    public static FlashRegion Parse(string text) =>
        TryParse(text, out FlashRegion? region) ? region : throw Impossible($"A region '{text}'", "Write blocks and bytes of a block, such as 50x4096.");

    /// <summary>Reads a region as <see cref="ToString"/> writes it. Returns false where there is no such region.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FlashRegion? region)
    {
        ArgumentNullException.ThrowIfNull(text);
        region = text.Split('x') is [var blocks, var blockSize]
            && int.TryParse(blocks, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && int.TryParse(blockSize, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && Exists(size, count)
            ? new(size, count)
            : null;
        return region is not null;
    }

    /// <summary>Blocks and bytes of a block, such as <c>50x4096</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Blocks}x{BlockSize}");

    /// <summary>Bytes of a block.</summary>
    public int BlockSize { get; }

    /// <summary>How many blocks there are.</summary>
    public int Blocks { get; }

    /// <summary>Bytes of all blocks.</summary>
    public int Size => BlockSize * Blocks;

    /// <summary>How many blocks an image takes.</summary>
    /// <param name="imageSize">Its size in bytes.</param>
    public int BlocksOf(long imageSize) => (int)((imageSize + BlockSize - 1) / BlockSize);

    /// <summary>Refuses images that cannot follow each other in this region: at least one block must be free beside the larger.</summary>
    /// <param name="sourceSize">The size of the old image in bytes.</param>
    /// <param name="targetSize">The size of the new image in bytes.</param>
    /// <param name="minSpare">How many blocks must be free beside the larger image.</param>
    /// <exception cref="FotaException">The region is too small; the message says how much would be enough.</exception>
    public void CheckRoom(long sourceSize, long targetSize, int minSpare = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minSpare, 1);
        long larger = Math.Max(sourceSize, targetSize);
        long needed = ((larger + BlockSize - 1) / BlockSize) + minSpare;
        if (needed <= Blocks)
            return;
        string image = targetSize >= sourceSize ? "new" : "old";
        long room = (long)(Blocks - minSpare) * BlockSize;
        string shrink = room > 0 ? $", or make the {image} image at least {larger - room} bytes smaller" : "";
        throw new FotaException(
            DeltaErrors.RegionTooSmall,
            $"The {image} image of {larger} bytes and {Count(minSpare)} of {BlockSize} bytes to update it take {needed * BlockSize} bytes of flash, "
                + $"and the region has {Size}",
            $"Give the region {Count(needed - Blocks)} more ({(needed - Blocks) * BlockSize} bytes){shrink}.");
    }

    private static string Count(long blocks) => blocks == 1 ? "1 block" : $"{blocks} blocks";

    private static FotaException Impossible(string what, string advice) =>
        new(DeltaErrors.RegionImpossible, $"{what} cannot be updated in place", advice);

    internal int BlockBits => BitOperations.Log2((uint)BlockSize);
}
