namespace Fota.Delta.Compact;

/// <summary>What an effort means.</summary>
/// <param name="Rounds">How often the encoder parses, each time with what the last patch has cost.</param>
/// <param name="NeighboursPerSide">Suffixes of the source that it looks at for each position, on either side.</param>
/// <param name="ChainSteps">Earlier places in the target that it looks at.</param>
/// <param name="MaxWays">Ways to go on that it keeps.</param>
internal sealed record SearchEffort(int Rounds, int NeighboursPerSide, int ChainSteps, int MaxWays)
{
    public static SearchEffort Of(CompactEffort effort) => effort switch
    {
        CompactEffort.Normal => new(2, 20, 64, 48),
        _ => new(4, 40, 256, 96),
    };
}
