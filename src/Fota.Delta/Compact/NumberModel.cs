using System.Numerics;

namespace Fota.Delta.Compact;

/// <summary>Codes numbers by their size in bits, which is learnt, their two upper bits, likewise, and the rest as it is.</summary>
internal sealed class NumberModel
{
    private const int MaxBits = 24;
    private const int PrefixCounters = 16;
    private const int MantissaSizes = 8;
    private const int MantissaCounters = 4;
    private const int Half = 1 << (RangeDecoder.ProbabilityBits - 1);

    private readonly ushort[] _counters = new ushort[PrefixCounters + (MantissaSizes * MantissaCounters)];

    public void Reset() => Array.Fill(_counters, Counter.Initial);

    /// <summary>Codes a number.</summary>
    /// <param name="coder">Reads or writes it.</param>
    /// <param name="value">The number to write, below 2^24 - 1.</param>
    /// <returns>The number; below 2^25.</returns>
    public int Code<TCoder>(ref TCoder coder, int value)
        where TCoder : struct, IBitCoder
    {
        uint written = (uint)value + 1;
        int size = BitOperations.Log2(written);
        int bits = 0;
        while (bits < MaxBits && Counter.Code(ref coder, ref _counters[Math.Min(bits, PrefixCounters - 1)], bits < size ? 1 : 0) != 0)
            bits++;
        int mantissa = PrefixCounters + (MantissaCounters * Math.Min(bits, MantissaSizes - 1));
        int result = 1;
        for (int i = 0; i < bits; i++)
        {
            int bit = (int)(written >> (bits - 1 - i)) & 1;
            bit = i switch
            {
                0 => Counter.Code(ref coder, ref _counters[mantissa + 1], bit),
                1 => Counter.Code(ref coder, ref _counters[mantissa + 2 + (result & 1)], bit),
                _ => coder.Code(bit, Half),
            };
            result = (result << 1) | bit;
        }
        return result - 1;
    }
}
