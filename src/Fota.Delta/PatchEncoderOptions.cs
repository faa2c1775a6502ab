namespace Fota.Delta;

/// <summary>How a patch is made.</summary>
public sealed record PatchEncoderOptions
{
    /// <summary>The options used when none are given.</summary>
    public static PatchEncoderOptions Default { get; } = new();

    /// <summary>The dialect that the device's decoder reads.</summary>
    public JojoDialect Dialect { get; init; } = JojoDialect.V085;
}
