namespace Fota.Delta.Compact;

/// <summary>Makes the new image from the old one and a compact patch. Refuses whatever docs/compact-format.md says is no patch.</summary>
internal static class CompactPatcher
{
    /// <summary>Applies a patch.</summary>
    /// <param name="source">The old image.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="maxTargetSize">The largest new image, in bytes.</param>
    /// <param name="maxMemory">The most memory, in bytes, that the device's decoder may need.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The new image.</returns>
    /// <exception cref="PatchException">The patch is damaged, does not fit the old image, or breaks a bound.</exception>
    public static byte[] Apply(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> patch,
        long maxTargetSize,
        int maxMemory = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        CompactHeader header = ReadHeader(source.Length, patch, maxTargetSize, maxMemory);
        byte[] target = new byte[header.TargetSize];
        Decode(new RangeDecoder(patch.ToArray(), header.Size), header, source, target, patch.Length, null, cancellationToken);
        return target;
    }

    /// <summary>Applies a patch from and to streams.</summary>
    /// <inheritdoc cref="Patcher.Apply(Stream, Stream, Stream, PatcherOptions?, CancellationToken)"/>
    public static long Apply(Stream source, Stream patch, Stream target, PatcherOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        source.Position = 0;
        byte[] result = Apply(
            ImageStream.ReadAll(source, "old"), ImageStream.ReadAll(patch, "new"), options.MaxTargetSize, options.MaxMemory, cancellationToken);
        target.Write(result);
        return result.Length;
    }

    /// <summary>Reads header and map.</summary>
    /// <inheritdoc cref="Patcher.Check"/>
    public static long Check(long sourceLength, ReadOnlySpan<byte> patch, long maxTargetSize, int maxMemory)
    {
        CompactHeader header = ReadHeader(sourceLength, patch, maxTargetSize, maxMemory);
        MapEnd(header, patch);
        return header.TargetSize;
    }

    /// <summary>Where the map of a patch ends.</summary>
    public static int MapEnd(CompactHeader header, ReadOnlySpan<byte> patch)
    {
        var segments = new SegmentCoder<RangeDecoder>(new RangeDecoder(patch.ToArray(), header.Size), header, default, default, null);
        segments.CodeMap(RelocationMap.Empty, RelocationMap.Empty);
        return segments.Coder.Position;
    }

    /// <summary>Applies a patch and measures what its parts cost.</summary>
    public static (CompactHeader Header, byte[] Target, CodingCosts Costs) Measure(
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> patch, CancellationToken cancellationToken)
    {
        CompactHeader header = ReadHeader(source.Length, patch, CompactFormat.ImageLimit, int.MaxValue);
        byte[] target = new byte[header.TargetSize];
        var costs = new CodingCosts(target.Length);
        var coder = new PricedCoder<RangeDecoder>(new RangeDecoder(patch.ToArray(), header.Size));
        Decode(coder, header, source, target, patch.Length, costs, cancellationToken);
        return (header, target, costs);
    }

    private static CompactHeader ReadHeader(long sourceSize, ReadOnlySpan<byte> patch, long maxTargetSize, int maxMemory)
    {
        CompactHeader header = CompactHeader.Read(patch);
        if (header.SourceSize != sourceSize)
            throw CompactFaults.OtherSource(header.SourceSize, sourceSize);
        if (header.TargetSize > maxTargetSize)
            throw CompactFaults.TargetTooLarge(header.TargetSize, maxTargetSize);
        if (header.MemorySize > maxMemory)
            throw CompactFaults.MemoryExceeded(header.MemorySize, maxMemory);
        return header;
    }

    private static void Decode<TCoder>(
        TCoder coder,
        CompactHeader header,
        ReadOnlySpan<byte> source,
        Span<byte> target,
        int patchSize,
        CodingCosts? costs,
        CancellationToken cancellationToken)
        where TCoder : struct, IBitCoder
    {
        var segments = new SegmentCoder<TCoder>(coder, header, source, target, costs);
        segments.CodeMap(RelocationMap.Empty, RelocationMap.Empty);
        while (segments.CodeSegment([]))
            cancellationToken.ThrowIfCancellationRequested();
        if (segments.Coder.Position != patchSize)
            throw CompactFaults.Trailing(segments.Coder.Position, patchSize);
    }
}
