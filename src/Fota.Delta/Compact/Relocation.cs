using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fota.Delta.Compact;

/// <summary>What is at a place of a copy. The numbers are the format's.</summary>
internal enum SiteKind
{
    None,

    /// <summary>BL or BLX.</summary>
    Call,

    /// <summary>A word with an address in the image.</summary>
    Pointer,

    /// <summary>A word with an address in RAM.</summary>
    Variable,
}

/// <summary>Finds addresses in what is copied, and predicts what they have become.</summary>
internal sealed class Relocation(CompactHeader header, RelocationMap code, RelocationMap ram)
{
    // Small words are far more often numbers than addresses in the vector table.
    private const uint FirstPointer = 8;

    private readonly RelocationKinds _kinds = header.Kinds;
    private readonly uint _sourceSize = (uint)header.SourceSize;
    private readonly uint _largerSize = (uint)Math.Max(header.SourceSize, header.TargetSize);
    private readonly uint _base = header.Base;
    private readonly uint _ram = header.Ram;
    private readonly uint _ramSize = header.RamSize;

    /// <summary>Looks for an address at the start of a cell.</summary>
    /// <param name="image">The image that is copied from.</param>
    /// <param name="from">The place in it.</param>
    /// <param name="at">The place in the target.</param>
    /// <param name="left">Bytes from <paramref name="from"/> on that may be looked at.</param>
    /// <param name="isFromTarget">True if the image is the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SiteKind Find(ReadOnlySpan<byte> image, int from, int at, int left, bool isFromTarget)
    {
        if (_kinds == RelocationKinds.None || left < CompactFormat.SiteSize || ((from | at) & 1) != 0)
            return SiteKind.None;
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(image[from..]);
        if ((_kinds & RelocationKinds.Words) != 0 && !isFromTarget && ((from | at) & 3) == 0)
        {
            if (word - _base - FirstPointer < _sourceSize - FirstPointer)
                return SiteKind.Pointer;
            if (word - _ram < _ramSize)
                return SiteKind.Variable;
        }
        return (_kinds & RelocationKinds.Calls) != 0 && ThumbCall.IsCall(word) ? SiteKind.Call : SiteKind.None;
    }

    /// <summary>What the word of a site has become.</summary>
    public uint Predict(SiteKind kind, ReadOnlySpan<byte> image, int from, int at, bool isFromTarget)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(image[from..]);
        switch (kind)
        {
            case SiteKind.Pointer:
                return word + code.ShiftAt((word & ~1u) - _base);
            case SiteKind.Variable:
                return word + ram.ShiftAt((word & ~1u) - _ram);
            default:
                int callee = isFromTarget ? ThumbCall.CalleeOf(word, from) : CalleeOf(word, from);
                return ThumbCall.WithOffset(word, callee - at - ThumbCall.PipelineOffset);
        }
    }

    /// <summary>What a call of the source calls, as its place in the target.</summary>
    public int CalleeOf(uint word, int from)
    {
        uint callee = (uint)ThumbCall.CalleeOf(word, from);
        return (int)(callee < _sourceSize ? callee + code.ShiftAt(callee) : callee);
    }

    /// <summary>Whether a word has the form of a site of a kind, in either image.</summary>
    public bool HasForm(SiteKind kind, uint word) => kind switch
    {
        SiteKind.Call => ThumbCall.IsCall(word),
        SiteKind.Pointer => word - _base < _largerSize,
        _ => word - _ram < _ramSize,
    };
}
