using System.Numerics;

namespace Fota.Delta.Compact;

/// <summary>Amounts of information, in 1/65536 bit: integers, so that choices are the same on every machine.</summary>
internal static class BitPrice
{
    public const int FractionBits = 16;

    /// <summary>One bit.</summary>
    public const int One = 1 << FractionBits;

    // Probabilities of 15 bits in steps of 8: finer ones would not change a choice.
    private const int StepBits = 3;

    private const int LogBits = 11;

    private static readonly int[] s_prices = MakePrices();
    private static readonly int[] s_logs = MakeLogs();

    /// <summary>What a bit costs that had this probability, in 1/32768.</summary>
    public static int Of(int probability) => s_prices[probability >> StepBits];

    /// <summary>The logarithm to base 2 of a number from 1 on, in units of this class, rounded down.</summary>
    public static int Log2(uint value)
    {
        int whole = BitOperations.Log2(value);
        int result = whole << FractionBits;
        // The mantissa, 1 to 2 in 1/2^31: squaring it doubles the logarithm, whose next bit is then what exceeds 2.
        ulong mantissa = (ulong)value << (31 - whole);
        for (int bit = FractionBits - 1; bit >= 0; bit--)
        {
            mantissa = (mantissa * mantissa) >> 31;
            if (mantissa >> 32 != 0)
            {
                mantissa >>= 1;
                result |= 1 << bit;
            }
        }
        return result;
    }

    /// <summary>The same within 1/1000 bit, from a table.</summary>
    public static int QuickLog2(int value)
    {
        int shift = Math.Max(0, BitOperations.Log2((uint)value) - LogBits + 1);
        return s_logs[value >> shift] + (shift << FractionBits);
    }

    private static int[] MakeLogs()
    {
        int[] logs = new int[1 << LogBits];
        for (int i = 1; i < logs.Length; i++)
            logs[i] = Log2((uint)i);
        return logs;
    }

    private static int[] MakePrices()
    {
        int[] prices = new int[1 << (RangeDecoder.ProbabilityBits - StepBits)];
        for (int i = 0; i < prices.Length; i++)
            prices[i] = (RangeDecoder.ProbabilityBits << FractionBits) - Log2((uint)((i << StepBits) + (1 << (StepBits - 1))));
        return prices;
    }
}
