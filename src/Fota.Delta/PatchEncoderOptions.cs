using Fota.Delta.Compact;

namespace Fota.Delta;

/// <summary>How a patch is made.</summary>
public sealed record PatchEncoderOptions
{
    /// <summary>The options used when none are given.</summary>
    public static PatchEncoderOptions Default { get; } = new();

    /// <summary>What the device's decoder reads.</summary>
    public PatchFormat Format { get; init; } = PatchFormats.Default;

    /// <summary>How a compact patch is made; other formats have nothing to choose.</summary>
    public CompactOptions Compact { get; init; } = CompactOptions.Default;
}
