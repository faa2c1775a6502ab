using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>
/// Codes bits in several contexts at once: each context's key selects a counter of one table, and the counters' opinions are mixed
/// in the logistic domain with weights that learn (Mahoney: "Adaptive Weighing of Context Models for Lossless Data Compression", 2005).
/// Keys may collide; the weights live with that.
/// </summary>
internal sealed class BitMixer(int tableBits)
{
    private const uint HashFactor = 0x9E3779B1;
    private const int WeightLimit = 1 << 18;

    // Inputs are in 1/16, weights in 1/65536, the squash table in 1/8.
    private const int SumBits = 17;
    private const int LearningBits = 11;
    private const int StretchBits = 9;

    private readonly ushort[] _table = new ushort[1 << tableBits];
    private readonly int _shift = 32 - tableBits;

    public void Reset() => Array.Fill(_table, Counter.Initial);

    /// <summary>Codes a bit in two contexts.</summary>
    public int Code<TCoder>(ref TCoder coder, Span<int> weights, uint key0, uint key1, int bit)
        where TCoder : struct, IBitCoder
    {
        ref ushort counter0 = ref At(key0);
        ref ushort counter1 = ref At(key1);
        int input0 = Stretch(counter0);
        int input1 = Stretch(counter1);
        int probability = Squash((weights[0] * input0) + (weights[1] * input1));
        bit = coder.Code(bit, probability >> 1);
        int error = (bit << 16) - probability;
        Learn(ref weights[0], ref counter0, input0, error, bit);
        Learn(ref weights[1], ref counter1, input1, error, bit);
        return bit;
    }

    /// <summary>Codes a bit in three contexts.</summary>
    public int Code<TCoder>(ref TCoder coder, Span<int> weights, uint key0, uint key1, uint key2, int bit)
        where TCoder : struct, IBitCoder
    {
        ref ushort counter0 = ref At(key0);
        ref ushort counter1 = ref At(key1);
        ref ushort counter2 = ref At(key2);
        int input0 = Stretch(counter0);
        int input1 = Stretch(counter1);
        int input2 = Stretch(counter2);
        int probability = Squash((weights[0] * input0) + (weights[1] * input1) + (weights[2] * input2));
        bit = coder.Code(bit, probability >> 1);
        int error = (bit << 16) - probability;
        Learn(ref weights[0], ref counter0, input0, error, bit);
        Learn(ref weights[1], ref counter1, input1, error, bit);
        Learn(ref weights[2], ref counter2, input2, error, bit);
        return bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Stretch(ushort counter) => CompactTables.Stretch[counter >> StretchBits];

    /// <summary>The probability, in 1/65536, of weighted inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Squash(int sum)
    {
        sum >>= SumBits;
        int probability = CompactTables.Squash[Math.Min(sum < 0 ? ~sum : sum, CompactTables.Squash.Length - 1)];
        return sum < 0 ? probability : (1 << 16) - probability;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ushort At(uint key) => ref _table[(int)((key * HashFactor) >> _shift)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Learn(ref int weight, ref ushort counter, int input, int error, int bit)
    {
        weight = Math.Clamp(weight + ((input * error) >> LearningBits), -WeightLimit, WeightLimit - 1);
        Counter.Update(ref counter, bit);
    }
}
