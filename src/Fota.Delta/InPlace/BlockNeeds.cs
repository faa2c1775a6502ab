using Fota.Delta.Jojo;

namespace Fota.Delta.InPlace;

/// <summary>How many bytes of each block of the old image a patch reads for each block of the new one.</summary>
internal sealed class BlockNeeds
{
    private readonly int[,] _bytes;

    private BlockNeeds(int sourceBlocks, int steps)
    {
        _bytes = new int[sourceBlocks, steps];
    }

    public int SourceBlocks => _bytes.GetLength(0);

    public int Steps => _bytes.GetLength(1);

    public int this[int sourceBlock, int step] => _bytes[sourceBlock, step];

    public static BlockNeeds Of(ReadOnlySpan<byte> patch, FlashRegion region, int sourceSize, int targetSize)
    {
        var needs = new BlockNeeds(region.BlocksOf(sourceSize), region.BlocksOf(targetSize));
        foreach (JojoOperation operation in new JojoReader(patch))
        {
            if (operation.Kind == JojoOperationKind.Eql)
                needs.Add(region.BlockSize, (int)operation.SourcePosition, (int)operation.TargetPosition, (int)operation.Length);
        }
        return needs;
    }

    private void Add(int blockSize, int source, int target, int length)
    {
        while (length > 0)
        {
            int part = Math.Min(length, blockSize - Math.Max(source % blockSize, target % blockSize));
            _bytes[source / blockSize, target / blockSize] += part;
            source += part;
            target += part;
            length -= part;
        }
    }
}
