namespace Fota.Testing;

/// <summary>
/// How much is tried of what could be tried for hours: cuts, kills, damaged inputs. A sample in the suite, all of it with
/// <c>FOTA_SWEEP=all</c>; docs/testing.md has the command.
/// </summary>
public static class Sweep
{
    /// <summary>Whether all is asked for.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("FOTA_SWEEP") switch
    {
        null or "" => false,
        "all" => true,
        string other => throw new InvalidOperationException($"FOTA_SWEEP is \"{other}\": it is \"all\", or not set"),
    };

    /// <summary>One of two numbers.</summary>
    public static int Of(int sample, int whole) => IsWhole ? whole : sample;
}
