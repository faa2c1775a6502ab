using System.Buffers.Binary;

namespace Fota.Delta.Compact;

/// <summary>What copies from the source find at each halfword of it, so that the parser need not look again for each way to get there.</summary>
internal sealed class SourceSites
{
    private readonly SiteKind[] _kinds;

    // Of a call the callee's place in the target, of others the word itself.
    private readonly uint[] _moved;
    private readonly byte[] _source;

    public SourceSites(byte[] source, CompactHeader header, RelocationMap code, RelocationMap ram)
    {
        _source = source;
        _kinds = new SiteKind[source.Length / 2];
        _moved = new uint[source.Length / 2];
        var relocation = new Relocation(header, code, ram);
        for (int from = 0; from <= source.Length - CompactFormat.SiteSize; from += 2)
        {
            SiteKind kind = relocation.Find(source, from, from, CompactFormat.SiteSize, isFromTarget: false);
            _kinds[from / 2] = kind;
            if (kind == SiteKind.Call)
                _moved[from / 2] = (uint)relocation.CalleeOf(BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(from)), from);
            else if (kind != SiteKind.None)
                _moved[from / 2] = relocation.Predict(kind, source, from, from, isFromTarget: false);
        }
    }

    /// <summary>The kind of site that a copy finds.</summary>
    /// <param name="from">A place in the source, a multiple of 2.</param>
    /// <param name="offset">The copy's offset.</param>
    public SiteKind KindAt(int from, int offset)
    {
        SiteKind kind = _kinds[from / 2];
        return kind > SiteKind.Call && (offset & 3) != 0 ? SiteKind.None : kind;
    }

    /// <summary>The word that is predicted there.</summary>
    public uint Predict(SiteKind kind, int from, int at)
    {
        uint moved = _moved[from / 2];
        return kind == SiteKind.Call
            ? ThumbCall.WithOffset(BinaryPrimitives.ReadUInt32LittleEndian(_source.AsSpan(from)), (int)moved - at - ThumbCall.PipelineOffset)
            : moved;
    }
}
