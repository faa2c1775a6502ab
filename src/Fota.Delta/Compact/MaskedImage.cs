using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>
/// A copy of an image in which each operand that may be relocated is replaced by a constant of its kind, so that code that only moved is found
/// as a long match.
/// </summary>
internal static class MaskedImage
{
    // What a masked word looks like: no address, and another in RAM than in code.
    private const uint PointerWord = 0x01EE0000;
    private const uint VariableWord = 0x01200000;
    private const uint FirstPointer = 8;

    public static byte[] Make(ReadOnlySpan<byte> image, CompactHeader header)
    {
        byte[] masked = image.ToArray();
        if ((header.Kinds & RelocationKinds.Calls) != 0)
            MaskCalls(image, masked);
        if ((header.Kinds & RelocationKinds.Words) != 0)
            MaskWords(image, masked, header);
        return masked;
    }

    private static void MaskCalls(ReadOnlySpan<byte> image, byte[] masked)
    {
        for (int i = 0; i <= image.Length - CompactFormat.SiteSize; i += 2)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(image[i..]);
            if (!ThumbCall.IsCall(word))
                continue;
            BinaryPrimitives.WriteUInt32LittleEndian(masked.AsSpan(i), ThumbCall.Masked(word));
            i += 2;
        }
    }

    private static void MaskWords(ReadOnlySpan<byte> image, byte[] masked, CompactHeader header)
    {
        // An address in either image counts, as the masks of both must agree.
        uint size = (uint)Math.Max(header.SourceSize, header.TargetSize);
        for (int i = 0; i <= image.Length - CompactFormat.SiteSize; i += CompactFormat.SiteSize)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(image[i..]);
            uint offset = word - header.Base;
            if (offset < size && offset >= FirstPointer)
                BinaryPrimitives.WriteUInt32LittleEndian(masked.AsSpan(i), PointerWord);
            else if (word - header.Ram < header.RamSize)
                BinaryPrimitives.WriteUInt32LittleEndian(masked.AsSpan(i), VariableWord);
        }
    }
}
