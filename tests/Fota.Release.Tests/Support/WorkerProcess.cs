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
        Start("dotnet", Arguments(scenario, root, seed, product));

    /// <summary>Runs a scenario in a mount namespace of its own, after a shell command that mounts on <c>$1</c>.</summary>
    internal static (int ExitCode, string Output) RunMounted(string mount, string target, string scenario, string root) => Finish(Start(
        "unshare",
        ["--map-root-user", "--mount", "sh", "-c", $"{mount} && shift && exec \"$@\"", "sh", target, "dotnet", .. Arguments(scenario, root)]));

    /// <summary>Runs a scenario in which the system cuts each file off.</summary>
    internal static (int ExitCode, string Output) RunLimited(int kilobytes, string scenario, string root) => Finish(Start(
        "bash", ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"", "bash", "dotnet", .. Arguments(scenario, root)]));

    private static string[] Arguments(string scenario, string root, int seed = 0, string product = ProductName) =>
        [Path.Combine(AppContext.BaseDirectory, "Fota.Release.FaultWorker.dll"), scenario, root, TestKeys.Folder, seed.ToString(), product];

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A limit on files would cut off the runtime's own memory files, too.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
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
