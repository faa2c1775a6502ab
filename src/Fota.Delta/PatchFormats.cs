using Fota.Delta.Compact;

namespace Fota.Delta;

/// <summary>The formats by their names, which settings, manifests and reports have.</summary>
public static class PatchFormats
{
    /// <summary>The format used when none is asked for.</summary>
    public const PatchFormat Default = PatchFormat.JojoDiff085;

    private static readonly (PatchFormat Format, string Name)[] s_table =
    [
        (PatchFormat.JojoDiff085, "jojodiff-0.8.5"),
        (PatchFormat.JojoDiff081, "jojodiff-0.8.1"),
        (PatchFormat.Compact, "compact"),
    ];

    /// <summary>All names, that of the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_table.Select(entry => entry.Name)];

    /// <summary>The name of a format, such as <c>jojodiff-0.8.5</c>.</summary>
    public static string Name(this PatchFormat format)
    {
        foreach ((PatchFormat candidate, string name) in s_table)
        {
            if (candidate == format)
                return name;
        }
        throw new ArgumentOutOfRangeException(nameof(format));
    }

    /// <summary>
    /// The format that a file is in, if it is a patch: compact if it begins with a header of that format, else JojoDiff 0.8.5, which has
    /// no header and takes in 0.8.1.
    /// </summary>
    public static PatchFormat Of(ReadOnlySpan<byte> patch) => CompactHeader.IsAtStartOf(patch) ? PatchFormat.Compact : PatchFormat.JojoDiff085;

    /// <summary>Finds the format of a name, which is written exactly so.</summary>
    public static bool TryParse(string? text, out PatchFormat format)
    {
        foreach ((PatchFormat candidate, string name) in s_table)
        {
            if (name == text)
            {
                format = candidate;
                return true;
            }
        }
        format = default;
        return false;
    }
}
