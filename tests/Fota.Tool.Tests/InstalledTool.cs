using System.Reflection;
using CliWrap;
using CliWrap.Buffered;

[assembly: AssemblyFixture(typeof(Fota.Tool.Tests.InstalledTool))]

namespace Fota.Tool.Tests;

/// <summary>The tool as a user has it: packed, and installed from a local feed into a folder of its own, once for all tests.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private const string Version = "0.0.1-test";

    /// <summary>The folder that the tool and its feed live in; gone after the run.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("fota-tool-").FullName;

    /// <summary>The installed command.</summary>
    public string Command => Path.Combine(Folder, "bin", OperatingSystem.IsWindows() ? "fota.exe" : "fota");

    public async ValueTask InitializeAsync()
    {
        string feed = Path.Combine(Folder, "feed");
        string configuration = typeof(InstalledTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await ExternalProgram.RunAsync(
            "dotnet", "pack", Repository.PathOf("src", "Fota.Tool"), "--no-build", "-c", configuration, "-o", feed, $"-p:PackageVersion={Version}");
        await ExternalProgram.RunAsync(
            "dotnet", "tool", "install", "Fota.Tool", "--version", Version, "--tool-path", Path.Combine(Folder, "bin"), "--source", feed);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the tool and collects what it prints, whatever its exit code.</summary>
    public Task<BufferedCommandResult> RunAsync(params string[] arguments) => Prepare(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <summary>The tool with its arguments, to add standard input, an environment or a folder to.</summary>
    public Command Prepare(params string[] arguments) => Cli.Wrap(Command).WithArguments(arguments).WithValidation(CommandResultValidation.None);
}
