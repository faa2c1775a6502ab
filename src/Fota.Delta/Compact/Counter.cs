using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>
/// An adaptive probability in 16 bits: the upper 12 the probability of a 1, the lower 4 how many bits were seen, on which its speed depends.
/// </summary>
internal static class Counter
{
    public const ushort Initial = 0x8000;

    private const int Probability = 0xFFF0;
    private const int SeenBits = 4;
    private const int Seen = (1 << SeenBits) - 1;
    private const int MaxSeen = 12;
    private const int RateBits = 15;

    // What counters move towards: neither end is reached, as the range coder could not code the other bit then.
    private const int Highest = 65535;
    private const int Lowest = 31;

    /// <summary>Codes a bit with one counter alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Code<TCoder>(ref TCoder coder, ref ushort counter, int bit)
        where TCoder : struct, IBitCoder
    {
        bit = coder.Code(bit, ((counter & Probability) | 8) >> 1);
        Update(ref counter, bit);
        return bit;
    }

    /// <summary>Learns a bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update(ref ushort counter, int bit)
    {
        int value = counter;
        int seen = value & Seen;
        int limit = bit != 0 ? Highest : Lowest;
        value += (((limit - value) * CompactTables.Rate[seen]) >> (RateBits + SeenBits)) << SeenBits;
        counter = (ushort)(seen < MaxSeen ? value + 1 : value);
    }
}
