using System.Diagnostics;
using Fota.Release.Images;

namespace Fota.Release.Tests.Support;

/// <summary>The process that is killed, or that works on a full or read-only disk.</summary>
internal static class WorkerProcess
{
    internal const string ProductName = "fault";

    internal static Product Product { get; } = Product.Parse(ProductName);

    /// <summary>Starts a scenario.</summary>
    internal static Process Start(string scenario, string root, int seed, string product) =>
        Start(new ProcessStartInfo("dotnet", Arguments(scenario, root, seed, product)));

    /// <summary>Runs a scenario in a folder that is a disk of so many bytes.</summary>
    internal static (int ExitCode, string Output) RunOnSmallDisk(int size, bool mounted, string scenario, string disk) =>
        Finish(Start(Disk.Small(disk, size, mounted, ["dotnet", .. Arguments(scenario, disk)])));

    /// <summary>Runs a scenario in a folder, in which another one is read-only.</summary>
    internal static (int ExitCode, string Output) RunWithReadOnly(string folder, bool mounted, string scenario, string root) =>
        Finish(Start(Disk.ReadOnly(folder, mounted, ["dotnet", .. Arguments(scenario, root)])));

    /// <summary>Runs a scenario, and writes down what it brings to the disk and what it names.</summary>
    internal static (int ExitCode, string Output) RunObserved(string log, string scenario, string root) =>
        Finish(Start(Disk.Observed(log, ["dotnet", .. Arguments(scenario, root)])));

    /// <summary>Runs a scenario in which the system cuts each file off.</summary>
    internal static (int ExitCode, string Output) RunLimited(int kilobytes, string scenario, string root) => Finish(Start(new(
        "bash", ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"", "bash", "dotnet", .. Arguments(scenario, root)])));

    private static string[] Arguments(string scenario, string root, int seed = 0, string product = ProductName) =>
        [Path.Combine(AppContext.BaseDirectory, "Fota.Release.FaultWorker.dll"), scenario, root, TestKeys.Folder, seed.ToString(), product];

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;

        // A limit on files would cut off the runtime's own memory files, too.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start");
    }

    private static (int ExitCode, string Output) Finish(Process process)
    {
        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
    }
}
