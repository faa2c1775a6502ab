using System.Diagnostics;

namespace Fota.Delta.Benchmarks;

/// <summary>One patch in a process of its own: what a cold start costs, and the peak of memory, show nowhere else.</summary>
internal static class SingleRun
{
    public const string Verb = "single";

    public sealed record Result(long PatchSize, double Milliseconds, long PeakBytes);

    /// <summary>Runs this program again for one patch.</summary>
    public static Result Run(string source, string target)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, source, target]) { RedirectStandardOutput = true };
        double before = CpuTime.OfChildren;
        using Process process = Process.Start(start)!;
        string[] fields = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return new(long.Parse(fields[0]), CpuTime.OfChildren - before, long.Parse(fields[1]));
    }

    /// <summary>What the second process does.</summary>
    public static void Report(string source, string target)
    {
        byte[] patch = PatchEncoder.Encode(File.ReadAllBytes(source), File.ReadAllBytes(target));
        Console.Write($"{patch.Length} {Process.GetCurrentProcess().PeakWorkingSet64}");
    }
}
