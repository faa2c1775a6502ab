using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>
/// An adaptive probability in 16 bits: the upper 12 the probability of a 1, the lower 4 how many bits were seen, on which its speed depends.
/// </summary>
internal static class Counter
{
    public const ushort Initial = 0x8000;

    private const int Probability = 0xFFF0;
    private const int Seen = 15;
    private const int MaxSeen = 12;

    /// <summary>Codes a bit with one counter alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Code<TCoder>(ref TCoder coder, ref ushort counter, int bit)
        where TCoder : struct, IBitCoder
    {
        bit = coder.Code(bit, ((counter & Probability) | 8) >> 1);
        Update(ref counter, bit);
        return bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update(ref ushort counter, int bit)
    {
        int seen = counter & Seen;
        int probability = counter & Probability;
        int rate = CompactTables.Rate[seen];
        if (bit != 0)
            probability += (int)(((uint)(65535 - probability) * (uint)rate) >> 16);
        else
            probability -= (int)(((uint)probability * (uint)rate) >> 16);
        counter = (ushort)((probability & Probability) | Math.Min(seen + 1, MaxSeen));
    }
}
