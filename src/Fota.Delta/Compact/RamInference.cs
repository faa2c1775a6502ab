using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>
/// Finds the addresses of variables that moved, where nothing says them. Words that only look like an address in RAM (0x2000 is
/// <c>movs r0, #0</c>) seldom change together, so it is the run of blocks in which most words change.
/// </summary>
internal static class RamInference
{
    /// <summary>Where RAM is looked for as long as no copies say more.</summary>
    public const uint FirstRam = 0x20000000;
    public const uint FirstRamSize = 0x40000;

    private const uint Lowest = 0x1FFF0000;
    private const uint Limit = 0x20100000;
    private const int BlockBits = 8;
    private const int MaxMove = 1 << 18;

    // A word that changed counts for two that did not.
    private const int Changed = 2;
    private const int Unchanged = -1;
    private const int MinSum = 4;

    public static (uint Ram, uint Size) Find(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, List<Copy> copies, CompactHeader header)
    {
        int[] weights = Weigh(source, target, copies, header);
        int bestSum = MinSum;
        int bestStart = 0;
        int bestEnd = 0;
        int sum = 0;
        int start = 0;
        for (int block = 0; block < weights.Length; block++)
        {
            if (sum <= 0)
            {
                sum = 0;
                start = block;
            }
            sum += weights[block];
            if (sum <= bestSum)
                continue;
            (bestSum, bestStart, bestEnd) = (sum, start, block + 1);
        }
        // A run does not begin with blocks that nothing points to.
        while (bestStart < bestEnd && weights[bestStart] == 0)
            bestStart++;
        return bestEnd == bestStart ? (0, 0) : (Lowest + ((uint)bestStart << BlockBits), (uint)(bestEnd - bestStart) << BlockBits);
    }

    private static int[] Weigh(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, List<Copy> copies, CompactHeader header)
    {
        int[] weights = new int[(Limit - Lowest) >> BlockBits];
        foreach (Copy copy in copies)
        {
            if (copy.IsFromTarget || ((copy.From ^ copy.At) & 3) != 0)
                continue;
            for (int at = (copy.At + 3) & ~3; at + CompactFormat.SiteSize <= copy.End; at += CompactFormat.SiteSize)
            {
                uint old = BinaryPrimitives.ReadUInt32LittleEndian(source[(copy.From + at - copy.At)..]);
                uint now = BinaryPrimitives.ReadUInt32LittleEndian(target[at..]);
                if (old - header.Base < (uint)header.SourceSize || old < Lowest || old >= Limit)
                    continue;
                int moved = (int)(now - old);
                if (moved is > MaxMove or < -MaxMove)
                    continue;
                weights[(old - Lowest) >> BlockBits] += moved != 0 ? Changed : Unchanged;
            }
        }
        return weights;
    }
}
