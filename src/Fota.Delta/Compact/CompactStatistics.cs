namespace Fota.Delta.Compact;

/// <summary>What a compact patch says without its old image.</summary>
internal static class CompactStatistics
{
    public static PatchStatistics Of(ReadOnlySpan<byte> patch)
    {
        CompactHeader header = CompactHeader.Read(patch);
        int mapEnd = CompactPatcher.MapEnd(header, patch);
        int segments = (int)(((long)header.TargetSize + (1L << header.SegmentBits) - 1) >> header.SegmentBits);
        return new(
            PatchFormat.Compact,
            patch.Length,
            header.TargetSize,
            header.SourceSize,
            [
                new("HEADER", 1, header.Size, 0),
                new("MAP", header.CodePieces + header.RamPieces, mapEnd - header.Size, 0),
                new("SEGMENT", segments, patch.Length - mapEnd, header.TargetSize),
            ])
        {
            DecoderMemory = header.MemorySize,
        };
    }
}
