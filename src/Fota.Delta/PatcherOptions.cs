namespace Fota.Delta;

/// <summary>What a caller allows a patch to do.</summary>
public sealed record PatcherOptions
{
    /// <summary>The bounds used when none are given.</summary>
    public static PatcherOptions Default { get; } = new();

    /// <summary>The largest new image, in bytes. 64 MiB unless set: a few bytes of patch can ask for 4 GiB.</summary>
    public long MaxTargetSize { get; init; } = 64L << 20;

    /// <summary>The most memory, in bytes, that a device's decoder may need for a compact patch, its stack included.</summary>
    public int MaxMemory { get; init; } = int.MaxValue;

    /// <summary>The format that the patch is in. JojoDiff 0.8.5 takes in 0.8.1.</summary>
    public PatchFormat Format { get; init; } = PatchFormats.Default;
}
