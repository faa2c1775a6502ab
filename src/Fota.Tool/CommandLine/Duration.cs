using System.Globalization;

namespace Fota.Tool.CommandLine;

/// <summary>Writes times in the unit that a person would choose.</summary>
internal static class Duration
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Invariant($"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 90 } => Invariant($"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 90 } => Invariant($"{time.TotalMinutes:0.0} min"),
        { TotalHours: < 48 } => Invariant($"{time.TotalHours:0.0} h"),
        _ => Invariant($"{time.TotalDays:0.0} days"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
