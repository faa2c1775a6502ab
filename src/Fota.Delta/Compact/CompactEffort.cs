namespace Fota.Delta.Compact;

/// <summary>How hard an encoder tries.</summary>
public enum CompactEffort
{
    /// <summary>About 5 times as long as bsdiff.</summary>
    Normal,

    /// <summary>Twice as long again, for about 0.3 % less.</summary>
    Most,
}

/// <summary>The efforts by their names, which settings have.</summary>
public static class CompactEfforts
{
    /// <summary>All names, that of the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["normal", "most"];

    /// <summary>Finds the effort of a name, which is written exactly so.</summary>
    public static bool TryParse(string? text, out CompactEffort effort)
    {
        effort = text == Names[1] ? CompactEffort.Most : CompactEffort.Normal;
        return text == Names[0] || text == Names[1];
    }
}
