namespace Fota.Delta.Jojo.Parsing;

/// <summary>A diagonal that the cheapest path may still use, with the costs of being on it at the current target position.</summary>
internal struct Diagonal
{
    /// <summary>Source position less target position.</summary>
    public int Offset;

    /// <summary>The cheaper of the two costs below, with data closed.</summary>
    public int Cost;

    /// <summary>Cost if MOD data is open, less the literal costs of all target bytes so far; so it stays as the data grows.</summary>
    public int ReplaceCost;

    /// <summary>The path up to the MOD data, which starts where that path ends.</summary>
    public PathEnd ReplacePath;

    /// <summary>Cost if a copy ends here, or at the start of the patch; a MOD may start without operation in 0.8.5.</summary>
    public int CopyCost;

    /// <summary>Which of the possible starts gives <see cref="CopyCost"/>, or <see cref="PatchStart"/>.</summary>
    public int BestStart;

    /// <summary>Where the run of matching bytes that copies may use ends; at or before the current position if there is none.</summary>
    public int RunEnd;

    /// <summary>How many starts of the copy are kept.</summary>
    public int StartCount;

    public const int PatchStart = -2;
}

/// <summary>Where the copy that runs on a diagonal may have started. There are several, as the size of the length field grows in steps.</summary>
internal struct CopyStart
{
    /// <summary>Cost before the EQL.</summary>
    public int Cost;

    /// <summary>First target position of the copy.</summary>
    public int Position;

    /// <summary>The path before it.</summary>
    public PathEnd Path;

    /// <summary>Where the INS data in front of the copy starts; the position of the copy if there is none.</summary>
    public int InsertFrom;

    /// <summary>Its index in the chain, once something was built on it.</summary>
    public int Copy;
}
