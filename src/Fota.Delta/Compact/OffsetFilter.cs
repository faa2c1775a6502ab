namespace Fota.Delta.Compact;

/// <summary>Says fast of most candidates that they are not among the ways that the parser already goes.</summary>
internal sealed class OffsetFilter
{
    private const uint HashFactor = 0x9E3779B1;
    private const int HashBits = 10;
    private const int WordBits = 6;

    private readonly ulong[] _bits = new ulong[1 << (HashBits - WordBits)];

    public void Clear() => Array.Clear(_bits);

    public void Add(int packed)
    {
        uint hash = Hash(packed);
        _bits[hash >> WordBits] |= 1UL << (int)(hash & ((1 << WordBits) - 1));
    }

    public bool MayContain(int packed)
    {
        uint hash = Hash(packed);
        return (_bits[hash >> WordBits] >> (int)(hash & ((1 << WordBits) - 1)) & 1) != 0;
    }

    private static uint Hash(int packed) => ((uint)packed * HashFactor) >> (32 - HashBits);
}
