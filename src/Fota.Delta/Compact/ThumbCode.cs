using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>Signs of Thumb code.</summary>
internal static class ThumbCode
{
    private const ushort ReturnByLink = 0x4770;
    private const ushort PushMultiple = 0xE92D;

    // Even an image with much data has one of these in some hundred halfwords, and noise one in 2^15.
    private const int MaxSpacing = 4096;

    /// <summary>Whether a halfword saves the return address: <c>push {..., lr}</c>, short or long.</summary>
    public static bool IsPrologue(ushort halfword) => (halfword & 0xFF00) == 0xB500 || halfword == PushMultiple;

    /// <summary>Whether an image may hold Thumb code.</summary>
    public static bool IsIn(ReadOnlySpan<byte> image)
    {
        int signs = 0;
        for (int at = 0; at <= image.Length - sizeof(ushort); at += sizeof(ushort))
        {
            ushort halfword = BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);
            if (halfword is ReturnByLink or PushMultiple)
                signs++;
        }
        return signs > image.Length / sizeof(ushort) / MaxSpacing;
    }
}
