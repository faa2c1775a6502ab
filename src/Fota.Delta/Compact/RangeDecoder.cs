using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>Reads bits from a patch: binary arithmetic decoding as in Martin's range coder, 32 bits wide.</summary>
internal struct RangeDecoder(byte[] patch, int position) : IBitCoder
{
    /// <summary>Probabilities are in 1 / 2^this.</summary>
    public const int ProbabilityBits = 15;

    private const uint MinRange = 1 << 24;

    private uint _range;
    private uint _code;

    /// <summary>Bytes of the patch that were taken.</summary>
    public int Position { get; private set; } = position;

    public readonly long Price => 0;

    public void Begin()
    {
        _range = uint.MaxValue;
        _code = 0;
        for (int i = 0; i < sizeof(uint); i++)
            _code = (_code << 8) | Next();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, int probability)
    {
        uint bound = (_range >> ProbabilityBits) * (uint)probability;
        bool isOne = _code < bound;
        if (isOne)
        {
            _range = bound;
        }
        else
        {
            _code -= bound;
            _range -= bound;
        }
        while (_range < MinRange)
        {
            _range <<= 8;
            _code = (_code << 8) | Next();
        }
        return isOne ? 1 : 0;
    }

    // The encoder ends a stream so that its last bit needs its last byte, and no more.
    public readonly void End()
    {
    }

    private byte Next() => Position < patch.Length ? patch[Position++] : throw CompactFaults.Truncated(patch.Length);
}
