using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>Counts what the bits are worth that another coder reads or writes.</summary>
internal struct PricedCoder<TCoder>(TCoder coder) : IBitCoder
    where TCoder : struct, IBitCoder
{
    private const int Certain = 1 << RangeDecoder.ProbabilityBits;

    private TCoder _coder = coder;

    public long Price { get; private set; }

    public readonly int Position => _coder.Position;

    public void Begin() => _coder.Begin();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, int probability)
    {
        bit = _coder.Code(bit, probability);
        Price += BitPrice.Of(bit != 0 ? probability : Certain - probability);
        return bit;
    }

    public void End() => _coder.End();
}
