using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>Finds the address that an image is linked to, where nothing says it: most function pointers must lead to a function's first instruction.</summary>
internal static class BaseInference
{
    // Images begin at a vector table, which is aligned to at least 2^7 words' bytes; with 256 a table of votes stays small.
    private const int AlignmentBits = 8;
    private const uint AddressLimit = 0x20000000;
    private const uint MinPointer = 0x40;
    private const int MinVotes = 4;

    // Work is bounded: real images need a part of this.
    private const int MaxVotes = 20_000_000;

    /// <summary>The address of an image's first byte; null if there is no sign of one.</summary>
    public static uint? Find(ReadOnlySpan<byte> image)
    {
        List<int>[] functions = FindFunctions(image);
        uint[] pointers = FindPointers(image);
        int[] votes = new int[AddressLimit >> AlignmentBits];
        int left = MaxVotes;
        int best = 0;
        foreach (uint pointer in pointers)
        {
            foreach (int function in functions[pointer & ((1 << AlignmentBits) - 1)])
            {
                if (function > pointer)
                    break;
                int candidate = (int)((pointer - (uint)function) >> AlignmentBits);
                votes[candidate]++;
                if (votes[candidate] > votes[best] || (votes[candidate] == votes[best] && candidate < best))
                    best = candidate;
                left--;
            }
            if (left < 0)
                break;
        }
        return votes[best] >= MinVotes ? (uint)best << AlignmentBits : null;
    }

    /// <summary>Where functions may begin, by the lower bits of the place.</summary>
    private static List<int>[] FindFunctions(ReadOnlySpan<byte> image)
    {
        var functions = new List<int>[1 << AlignmentBits];
        for (int i = 0; i < functions.Length; i++)
            functions[i] = [];
        for (int at = 0; at <= image.Length - sizeof(ushort); at += sizeof(ushort))
        {
            if (ThumbCode.IsPrologue(BinaryPrimitives.ReadUInt16LittleEndian(image[at..])))
                functions[at & ((1 << AlignmentBits) - 1)].Add(at);
        }
        return functions;
    }

    /// <summary>The distinct words that may point to a Thumb function, without the bit that says so.</summary>
    private static uint[] FindPointers(ReadOnlySpan<byte> image)
    {
        var pointers = new HashSet<uint>();
        for (int at = 0; at <= image.Length - sizeof(uint); at += sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);
            if ((word & 1) != 0 && word < AddressLimit && word > MinPointer)
                pointers.Add(word - 1);
        }
        uint[] sorted = [.. pointers];
        Array.Sort(sorted);
        return sorted;
    }
}
