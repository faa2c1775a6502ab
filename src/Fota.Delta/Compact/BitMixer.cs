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
    private const int MaxWeight = 1 << 18;

    private readonly ushort[] _table = new ushort[1 << tableBits];
    private readonly int _shift = 32 - tableBits;

    public void Reset() => Array.Fill(_table, Counter.Initial);

    /// <summary>Codes a bit in two contexts.</summary>
    public int Code<TCoder>(ref TCoder coder, Span<int> weights, uint key0, uint key1, int bit)
        where TCoder : struct, IBitCoder
    {
        ref ushort counter0 = ref At(key0);
        ref ushort counter1 = ref At(key1);
        int input0 = CompactTables.Stretch(counter0 >> 4);
        int input1 = CompactTables.Stretch(counter1 >> 4);
        int probability = CompactTables.Squash(((weights[0] * input0) + (weights[1] * input1)) >> 16);
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
        int input0 = CompactTables.Stretch(counter0 >> 4);
        int input1 = CompactTables.Stretch(counter1 >> 4);
        int input2 = CompactTables.Stretch(counter2 >> 4);
        int sum = (weights[0] * input0) + (weights[1] * input1) + (weights[2] * input2);
        int probability = CompactTables.Squash(sum >> 16);
        bit = coder.Code(bit, probability >> 1);
        int error = (bit << 16) - probability;
        Learn(ref weights[0], ref counter0, input0, error, bit);
        Learn(ref weights[1], ref counter1, input1, error, bit);
        Learn(ref weights[2], ref counter2, input2, error, bit);
        return bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ushort At(uint key) => ref _table[(int)((key * HashFactor) >> _shift)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Learn(ref int weight, ref ushort counter, int input, int error, int bit)
    {
        weight = Math.Clamp(weight + (((input * error) + (1 << 14)) >> 15), -MaxWeight, MaxWeight);
        Counter.Update(ref counter, bit);
    }
}
