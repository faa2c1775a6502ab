namespace Fota.Delta.Compact;

/// <summary>A part of a map: from an address on, everything has moved by the same distance.</summary>
/// <param name="From">The first address, in bytes from the start of the code or of the RAM.</param>
/// <param name="Shift">Bytes that it has moved, modulo 2^32.</param>
internal readonly record struct MapPiece(uint From, uint Shift);

/// <summary>How far what an address points to has moved. A decoded map need not be in order, and still gives every decoder the same.</summary>
internal sealed class RelocationMap
{
    public static RelocationMap Empty { get; } = new([]);

    private readonly MapPiece[] _pieces;

    public RelocationMap(MapPiece[] pieces) => _pieces = pieces;

    public ReadOnlySpan<MapPiece> Pieces => _pieces;

    /// <summary>The shift of the last piece that begins at or before an address; 0 before the first.</summary>
    public uint ShiftAt(uint address)
    {
        int low = 0;
        int high = _pieces.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_pieces[middle].From <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low > 0 ? _pieces[low - 1].Shift : 0;
    }
}
