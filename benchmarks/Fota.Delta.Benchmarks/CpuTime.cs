using System.Runtime.InteropServices;

namespace Fota.Delta.Benchmarks;

/// <summary>CPU time, user and system, in milliseconds: unlike time on the clock it bears other load on the machine.</summary>
internal static partial class CpuTime
{
    private const int Self = 0;
    private const int Children = -1;

    public static double Own => Read(Self);

    /// <summary>Of all child processes that have ended.</summary>
    public static double OfChildren => Read(Children);

    private static double Read(int who)
    {
        if (GetResourceUsage(who, out ResourceUsage usage) != 0)
            throw new InvalidOperationException("getrusage failed.");
        return ((usage.UserSeconds + usage.SystemSeconds) * 1000) + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    /// <summary>struct rusage of 64-bit Linux; only its start is of interest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
