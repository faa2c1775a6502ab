using Fota.Delta;

namespace Fota.Release.Container;

/// <summary>What an <c>update.fota</c> file carries. The values are those of its header (docs/format.md).</summary>
public enum PayloadFormat
{
    /// <summary>The full image.</summary>
    FullImage = 0,

    /// <summary>A JojoDiff patch that applies to the base.</summary>
    JojoDiff = 1,

    /// <summary>A compact patch that applies to the base.</summary>
    Compact = 2,
}

/// <summary>Which two bytes of the header stand for a patch format.</summary>
internal static class PayloadFormats
{
    /// <summary>The payload format and the dialect; a full image has no patch format.</summary>
    internal static (PayloadFormat Format, byte Dialect) Of(PatchFormat? format) => format switch
    {
        null => (PayloadFormat.FullImage, 0),
        PatchFormat.JojoDiff081 => (PayloadFormat.JojoDiff, 1),
        PatchFormat.JojoDiff085 => (PayloadFormat.JojoDiff, 2),
        PatchFormat.Compact => (PayloadFormat.Compact, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The reverse; false for values that this version does not know.</summary>
    internal static bool TryRead(byte format, byte dialect, out PatchFormat? patch)
    {
        foreach (PatchFormat? candidate in (PatchFormat?[])[null, .. Enum.GetValues<PatchFormat>()])
        {
            if (Of(candidate) == ((PayloadFormat)format, dialect))
            {
                patch = candidate;
                return true;
            }
        }

        patch = null;
        return false;
    }
}
