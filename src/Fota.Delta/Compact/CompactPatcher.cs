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
        RangeDecoder decoder = Decode(new RangeDecoder(patch.ToArray(), header.Size), header, source, target, null, cancellationToken);
        if (decoder.Position != patch.Length)
            throw CompactFaults.Trailing(decoder.Position, patch.Length);
        return target;
    }

    private static CompactHeader ReadHeader(int sourceSize, ReadOnlySpan<byte> patch, long maxTargetSize, int maxMemory)
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

    private static TCoder Decode<TCoder>(
        TCoder coder,
        CompactHeader header,
        ReadOnlySpan<byte> source,
        Span<byte> target,
        CodingCosts? costs,
        CancellationToken cancellationToken)
        where TCoder : struct, IBitCoder
    {
        var segments = new SegmentCoder<TCoder>(coder, header, source, target, costs);
        segments.CodeMap(RelocationMap.Empty, RelocationMap.Empty);
        while (segments.CodeSegment([]))
            cancellationToken.ThrowIfCancellationRequested();
        return segments.Coder;
    }
}
