using System.Reflection;
using System.Runtime.Versioning;

namespace Fota.EndToEnd;

/// <summary>The command <c>fota</c> of this tree, on the PATH of the programs that a test starts.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class InstalledTool : IDisposable
{
    private readonly TemporaryFolder _folder = new("fota-tool-");

    public InstalledTool()
    {
        string configuration = typeof(InstalledTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string tool = Repository.PathOf("src", "Fota.Tool", "bin", configuration, "net8.0", "fota.dll");
        File.WriteAllText(Command, $"#!/bin/sh\nexec dotnet '{tool}' \"$@\"\n");
        File.SetUnixFileMode(Command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>The folder that it lies in.</summary>
    public string Folder => _folder.Path;

    /// <summary>Its path.</summary>
    public string Command => _folder["fota"];

    /// <summary>The variables with which <c>fota</c> is found; no build server builds.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["PATH"] = $"{Folder}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["CI"] = null,
        ["TF_BUILD"] = null,
        ["FOTA_MBEDTLS_DIR"] = Repository.MbedTls,
    };

    public void Dispose() => _folder.Dispose();
}
