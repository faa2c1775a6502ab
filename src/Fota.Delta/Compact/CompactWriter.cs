using System.Runtime.InteropServices;

namespace Fota.Delta.Compact;

/// <summary>Writes a patch from its copies.</summary>
internal static class CompactWriter
{
    /// <summary>Writes a patch.</summary>
    /// <param name="header">Its header, but for the number of pieces.</param>
    /// <param name="source">The old image.</param>
    /// <param name="target">The new image.</param>
    /// <param name="copies">The copies in the order of the target; all else becomes literals.</param>
    /// <param name="map">The maps of code and ram.</param>
    /// <param name="costs">Takes what the parts cost.</param>
    public static byte[] Write(
        CompactHeader header, byte[] source, byte[] target, List<Copy> copies, (RelocationMap Code, RelocationMap Ram) map, CodingCosts costs)
    {
        header = header with { CodePieces = map.Code.Pieces.Length, RamPieces = map.Ram.Pieces.Length };
        var patch = new List<byte>();
        header.Write(patch);
        var coder = new PricedCoder<RangeEncoder>(new RangeEncoder(patch));
        var segments = new SegmentCoder<PricedCoder<RangeEncoder>>(coder, header, source, target, costs);
        segments.CodeMap(map.Code, map.Ram);
        var inSegment = new List<Copy>();
        int next = 0;
        for (int start = 0; start < target.Length; start += 1 << header.SegmentBits)
        {
            int end = Math.Min(target.Length, start + (1 << header.SegmentBits));
            inSegment.Clear();
            while (next < copies.Count && copies[next].At < end)
            {
                Copy copy = copies[next];
                if (copy.At < start)
                    copy = copy.Rest(start);
                inSegment.Add(copy with { Length = Math.Min(copy.Length, end - copy.At) });
                if (copy.End > end)
                    break;
                next++;
            }
            segments.CodeSegment(CollectionsMarshal.AsSpan(inSegment));
        }
        return [.. patch];
    }
}
