using System.Diagnostics;

namespace Fota.Delta.Benchmarks;

/// <summary>Another delta tool of the machine.</summary>
internal sealed class PeerTool(string name, string version, Func<string, string, string, string[]> arguments)
{
    /// <summary>Debian's bsdiff: suffix sorting, bzip2; needs memory of both images on the device.</summary>
    public static PeerTool Bsdiff { get; } = new("bsdiff", "4.3", (source, target, patch) => [source, target, patch]);

    /// <summary>Debian's xdelta3: VCDIFF with secondary compression.</summary>
    public static PeerTool Xdelta3 { get; } =
        new("xdelta3", "3.0.11", (source, target, patch) => ["-e", "-9", "-S", "djw", "-f", "-s", source, target, patch]);

    public string Name => name;

    public string Version => version;

    /// <summary>Makes a patch.</summary>
    /// <returns>Its size in bytes and the CPU time in milliseconds.</returns>
    public (long Size, double Milliseconds) Run(string source, string target)
    {
        string patch = Path.GetTempFileName();
        try
        {
            double before = CpuTime.OfChildren;
            var start = new ProcessStartInfo(name, arguments(source, target, patch));
            using (Process process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start."))
            {
                process.WaitForExit();
                if (process.ExitCode != 0)
                    throw new InvalidOperationException($"{name} ended with {process.ExitCode}.");
            }
            return (new FileInfo(patch).Length, CpuTime.OfChildren - before);
        }
        finally
        {
            File.Delete(patch);
        }
    }
}
