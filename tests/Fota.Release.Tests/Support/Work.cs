using System.Diagnostics;

namespace Fota.Release.Tests.Support;

/// <summary>What an action of this process did: bytes it allocated, and what the kernel counts of its files.</summary>
/// <param name="Milliseconds">To print; other load changes it.</param>
/// <param name="Allocated">Bytes of managed memory.</param>
/// <param name="Reads">Calls that read.</param>
/// <param name="BytesRead">Bytes they read.</param>
/// <param name="BytesWritten">Bytes written.</param>
internal readonly record struct Work(double Milliseconds, long Allocated, long Reads, long BytesRead, long BytesWritten)
{
    /// <summary>The work of an action, if nothing else runs in this process.</summary>
    internal static Work Of(Action action)
    {
        Work before = UntilNow();
        action();
        Work after = UntilNow();
        return new(
            after.Milliseconds - before.Milliseconds,
            after.Allocated - before.Allocated,
            after.Reads - before.Reads,
            after.BytesRead - before.BytesRead,
            after.BytesWritten - before.BytesWritten);
    }

    /// <summary>The least of each figure: the runtime's own work, such as compiling, only ever adds.</summary>
    internal static Work Least(IEnumerable<Work> runs) => runs.Aggregate((a, b) => new(
        Math.Min(a.Milliseconds, b.Milliseconds),
        Math.Min(a.Allocated, b.Allocated),
        Math.Min(a.Reads, b.Reads),
        Math.Min(a.BytesRead, b.BytesRead),
        Math.Min(a.BytesWritten, b.BytesWritten)));

    public override string ToString() =>
        $"{Milliseconds:0.0} ms, {Reads:N0} reads of {BytesRead:N0} bytes, {Allocated:N0} bytes allocated";

    private static Work UntilNow()
    {
        Dictionary<string, long> io = File.ReadLines("/proc/self/io").Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => long.Parse(pair[1]));
        return new(
            Stopwatch.GetElapsedTime(0).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true), io["syscr"], io["rchar"], io["wchar"]);
    }
}
