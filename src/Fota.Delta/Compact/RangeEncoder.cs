using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>Writes bits to a patch, the counterpart of <see cref="RangeDecoder"/>.</summary>
internal struct RangeEncoder(List<byte> patch) : IBitCoder
{
    private const uint MinRange = 1 << 24;
    private const uint CarryPossible = 0xFF000000;
    private const int StateSize = 5;

    // The bytes that a later carry may still change: the first of them, and how many FF follow.
    private ulong _low;
    private uint _range;
    private byte _first;
    private long _pending;
    private bool _isStarted;

    public readonly long Price => 0;

    public readonly int Position => patch.Count;

    public void Begin()
    {
        _low = 0;
        _range = uint.MaxValue;
        _first = 0;
        _pending = 1;
        _isStarted = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(int bit, int probability)
    {
        uint bound = (_range >> RangeDecoder.ProbabilityBits) * (uint)probability;
        if (bit != 0)
        {
            _range = bound;
        }
        else
        {
            _low += bound;
            _range -= bound;
        }
        while (_range < MinRange)
        {
            _range <<= 8;
            ShiftLow();
        }
        return bit;
    }

    public void End()
    {
        for (int i = 0; i < StateSize; i++)
            ShiftLow();
    }

    private void ShiftLow()
    {
        if ((uint)_low < CarryPossible || _low > uint.MaxValue)
        {
            byte carry = (byte)(_low >> 32);
            Put((byte)(_first + carry));
            while (--_pending > 0)
                patch.Add((byte)(0xFF + carry));
            _first = (byte)(_low >> 24);
        }
        _pending++;
        _low = (uint)_low << 8;
    }

    // The first byte of a stream is always 0 and left out.
    private void Put(byte value)
    {
        if (_isStarted)
            patch.Add(value);
        _isStarted = true;
    }
}
