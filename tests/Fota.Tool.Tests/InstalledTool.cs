using System.Reflection;
using CliWrap;
using CliWrap.Buffered;

[assembly: AssemblyFixture(typeof(Fota.Tool.Tests.InstalledTool))]

namespace Fota.Tool.Tests;

/// <summary>The tool as a user has it: packed, and installed from a local feed into a folder of its own, once for all tests, before the first that runs it.</summary>
public sealed class InstalledTool : IDisposable
{
    private const string Version = "0.0.1-test";

    private readonly Lazy<string> _command;

    public InstalledTool() => _command = new(Install);

    /// <summary>The folder that the tool and its feed live in; gone after the run.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("fota-tool-").FullName;

    /// <summary>The installed command.</summary>
    public string Command => _command.Value;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Install()
    {
        string feed = Path.Combine(Folder, "feed"), bin = Path.Combine(Folder, "bin");
        string configuration = typeof(InstalledTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        ExternalProgram.Run(
            "dotnet", "pack", Repository.PathOf("src", "Fota.Tool"), "--no-build", "-c", configuration, "-o", feed, $"-p:PackageVersion={Version}");
        ExternalProgram.Run("dotnet", "tool", "install", "Fota.Tool", "--version", Version, "--tool-path", bin, "--source", feed);
        return Path.Combine(bin, OperatingSystem.IsWindows() ? "fota.exe" : "fota");
    }

    /// <summary>Runs the tool and collects what it prints, whatever its exit code.</summary>
    public Task<BufferedCommandResult> RunAsync(params string[] arguments) => Prepare(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <summary>The tool with its arguments, to add standard input, an environment or a folder to.</summary>
    public Command Prepare(params string[] arguments) => Cli.Wrap(Command).WithArguments(arguments).WithValidation(CommandResultValidation.None);
}
