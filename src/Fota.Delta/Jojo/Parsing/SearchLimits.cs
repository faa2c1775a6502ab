namespace Fota.Delta.Jojo.Parsing;

/// <summary>What a search may hold and look at, so that no input takes long. docs/performance.md says what each limit is worth.</summary>
internal sealed record SearchLimits
{
    public static SearchLimits Default { get; } = new();

    /// <summary>None that firmware meets: to measure what the limits cost.</summary>
    public static SearchLimits Unlimited { get; } = new()
    {
        Live = short.MaxValue,
        NarrowLive = short.MaxValue,
        Nearest = 1 << 29,
        Added = 1 << 13,
        Slack = 6,
        WorkPerByte = int.MaxValue,
    };

    /// <summary>The diagonals that are live at most: on firmware, twice as many win nothing, half as many lose 0.001 %.</summary>
    public int Live { get; init; } = 256;

    /// <summary>The same once the search must be brief, or once so many were live on average. Real firmware has 3 to 13.</summary>
    public int NarrowLive { get; init; } = 48;

    /// <summary>The positions with the same gram that are looked at on either side of a cheap diagonal.</summary>
    public int Nearest { get; init; } = 64;

    /// <summary>The diagonals that are added at one position.</summary>
    public int Added { get; init; } = 32;

    /// <summary>How much dearer than it must be a candidate may look, as the look-ahead sees only its own diagonal.</summary>
    public int Slack { get; init; } = 2;

    /// <summary>The looks at a candidate for each byte of the target, each about 100 ns.</summary>
    public int WorkPerByte { get; init; } = 12;
}
