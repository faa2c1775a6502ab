using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>All models of a stream. A stream starts with fresh ones.</summary>
internal sealed class CompactModels(int tableBits)
{
    // A cell is a call's, a pointer's or a variable's first or second half, or none of these.
    private const int CellKinds = 12;

    private const int InitialByteWeight = 22938;
    private const int InitialFlagWeight = 26214;

    private readonly BitMixer _mixer = new(tableBits);
    private readonly int[] _literalWeights = new int[4];
    private readonly int[] _missWeights = new int[4];
    private readonly int[] _flagWeights = new int[3];

    // What a missed byte was more than its prediction, by its place in a word of the target.
    private readonly byte[] _changes = new byte[4];

    // All single counters lie together, as they are reset together.
    private readonly ushort[] _simple = new ushort[Low + CellKinds];

    private const int Kind = 0;
    private const int Sign = 2;
    private const int Odd = 3;
    private const int Even = 4;
    private const int High = 5;
    private const int Low = High + CellKinds;

    public NumberModel Gap { get; } = new();

    public NumberModel SourceLength { get; } = new();

    public NumberModel TargetLength { get; } = new();

    public NumberModel Distance { get; } = new();

    public NumberModel Delta { get; } = new();

    public void Reset()
    {
        _mixer.Reset();
        Array.Fill(_literalWeights, InitialByteWeight);
        Array.Fill(_missWeights, InitialByteWeight);
        Array.Fill(_flagWeights, InitialFlagWeight);
        Array.Clear(_changes);
        Array.Fill(_simple, Counter.Initial);
        Gap.Reset();
        SourceLength.Reset();
        TargetLength.Reset();
        Distance.Reset();
        Delta.Reset();
    }

    /// <summary>Codes whether a copy is from the target.</summary>
    public bool CodeKind<TCoder>(ref TCoder coder, bool wasFromTarget, bool isFromTarget)
        where TCoder : struct, IBitCoder =>
        Counter.Code(ref coder, ref _simple[Kind + Number(wasFromTarget)], Number(isFromTarget)) != 0;

    public bool CodeSign<TCoder>(ref TCoder coder, bool isNegative)
        where TCoder : struct, IBitCoder => Counter.Code(ref coder, ref _simple[Sign], Number(isNegative)) != 0;

    /// <summary>Codes how far the alignment moves. What is moved by multiples of 2 or 4 stays in step with instructions and words.</summary>
    public int CodeMove<TCoder>(ref TCoder coder, int move)
        where TCoder : struct, IBitCoder
    {
        bool isNegative = CodeSign(ref coder, move < 0);
        int distance = Math.Abs(move);
        if (Counter.Code(ref coder, ref _simple[Odd], distance & 1) != 0)
        {
            distance = 1 + (2 * Delta.Code(ref coder, distance >> 1));
        }
        else
        {
            int even = Counter.Code(ref coder, ref _simple[Even], (distance >> 1) & 1);
            distance = (2 * even) + (4 * Delta.Code(ref coder, distance >> 2));
        }
        return isNegative ? -distance : distance;
    }

    /// <summary>Codes whether a cell misses its prediction.</summary>
    public bool CodeFlag<TCoder>(ref TCoder coder, in CopyContext context, bool isPair, bool isMissed)
        where TCoder : struct, IBitCoder
    {
        uint pair = isPair ? 1u : 0;
        return _mixer.Code(
            ref coder,
            _flagWeights,
            0x69000u | ((context.History & 63u) << 1) | pair,
            0x71600u | ((uint)context.Level << 2) | (context.IsFromTarget ? 2u : 0) | pair,
            0xAE00u | ((uint)context.CellKind << 2) | (context.HasMissed ? 2u : 0) | (context.History & 1u),
            Number(isMissed)) != 0;
    }

    /// <summary>Codes whether the high byte of a missed pair differs.</summary>
    public bool CodeHighMissed<TCoder>(ref TCoder coder, int cellKind, bool isMissed)
        where TCoder : struct, IBitCoder => Counter.Code(ref coder, ref _simple[High + cellKind], Number(isMissed)) != 0;

    /// <summary>Codes whether the low byte of a missed pair differs too.</summary>
    public bool CodeLowMissed<TCoder>(ref TCoder coder, int cellKind, bool isMissed)
        where TCoder : struct, IBitCoder => Counter.Code(ref coder, ref _simple[Low + cellKind], Number(isMissed)) != 0;

    /// <summary>Codes a byte that nothing predicts but the byte before it.</summary>
    public int CodeLiteral<TCoder>(ref TCoder coder, bool isHigh, int before, int value)
        where TCoder : struct, IBitCoder
    {
        uint high = isHigh ? 1u : 0;
        uint context0 = high << 9;
        uint context1 = 0x40000u | (high << 17) | ((uint)before << 9);
        return CodeByte(ref coder, _literalWeights.AsSpan(isHigh ? 2 : 0, 2), context0, context1, 0, 0, value);
    }

    /// <summary>
    /// Codes a byte that is not as predicted. There are two guesses: the prediction, and the prediction changed as much as the last missed
    /// byte in its place.
    /// </summary>
    public int CodeMissed<TCoder>(ref TCoder coder, bool isHigh, int at, int predicted, int value)
        where TCoder : struct, IBitCoder
    {
        ref byte change = ref _changes[at & 3];
        uint high = isHigh ? 1u : 0;
        uint context0 = 0x10000u | (high << 9);
        uint context1 = 0x20000u | (high << 9);
        uint guess1 = (byte)(predicted + change);
        value = CodeByte(ref coder, _missWeights.AsSpan(isHigh ? 2 : 0, 2), context0, context1, (uint)predicted, guess1, value);
        change = (byte)(value - predicted);
        return value;
    }

    /// <summary>Codes a byte in two contexts, each with a guess: what counts is how the bits so far differ from it, and its next bit.</summary>
    private int CodeByte<TCoder>(
        ref TCoder coder, Span<int> weights, uint context0, uint context1, uint guess0, uint guess1, int value)
        where TCoder : struct, IBitCoder
    {
        uint node = 1;
        for (int i = 7; i >= 0; i--)
        {
            uint key0 = context0 | ((node << 1) ^ (guess0 >> i));
            uint key1 = context1 | ((node << 1) ^ (guess1 >> i));
            node = (node << 1) | (uint)_mixer.Code(ref coder, weights, key0, key1, (value >> i) & 1);
        }
        return (byte)node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Number(bool value) => value ? 1 : 0;
}
