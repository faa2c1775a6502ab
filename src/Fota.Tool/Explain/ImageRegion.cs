namespace Fota.Tool.Explain;

/// <summary>What a stretch of an image is.</summary>
internal enum RegionKind
{
    /// <summary>Instructions, and the literals between them.</summary>
    Code,

    /// <summary>Constants and initial values.</summary>
    Data,

    /// <summary>Bytes that mean nothing: alignment and gaps.</summary>
    Padding,

    /// <summary>Not known: there is no ELF file.</summary>
    Unknown,
}

/// <summary>A stretch of an image that one name pays for: a function, an object, or what lies between.</summary>
/// <param name="Name">The symbol's name; with a number behind it where several static symbols share it.</param>
/// <param name="Section">The section, empty where unknown.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset in the image.</param>
/// <param name="End">Offset behind it.</param>
/// <param name="IsSymbol">Whether the ELF file has a symbol for it.</param>
internal sealed record ImageRegion(string Name, string Section, RegionKind Kind, int Start, int End, bool IsSymbol)
{
    public int Size => End - Start;
}
