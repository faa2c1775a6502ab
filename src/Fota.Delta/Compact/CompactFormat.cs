namespace Fota.Delta.Compact;

/// <summary>The constants of the format; docs/compact-format.md explains them.</summary>
internal static class CompactFormat
{
    public const byte Magic = 0xC1;

    /// <summary>Images have fewer bytes than this.</summary>
    public const int ImageLimit = 1 << 24;

    public const int MinTableBits = 6;
    public const int MaxTableBits = 15;
    public const int MinSegmentBits = 10;
    public const int MaxSegmentBits = 24;

    /// <summary>Bytes of memory that a piece of the map takes.</summary>
    public const int PieceSize = 8;

    /// <summary>The most pieces that the code or the ram map may have.</summary>
    public const int MaxPieces = ushort.MaxValue;

    /// <summary>Bytes of memory that a decoder takes besides table and map, at most: 832 of state and 272 of stack.</summary>
    public const int StateSize = 1104;

    /// <summary>Bytes that a site has, in two cells.</summary>
    public const int SiteSize = 4;
}
