namespace Fota.Release.Container;

/// <summary>What an <c>update.fota</c> file carries. The values are those of its header (docs/format.md).</summary>
public enum PayloadFormat
{
    /// <summary>The full image.</summary>
    FullImage = 0,

    /// <summary>A JojoDiff patch that applies to the base.</summary>
    JojoDiff = 1,
}
