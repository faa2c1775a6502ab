namespace Fota.Release.Settings;

/// <summary>Paths as a project writes them: relative to its folder, with either separator.</summary>
internal sealed class ProjectPaths(string directory)
{
    /// <summary>The folder of the project.</summary>
    internal string Directory { get; } = directory;

    /// <summary>The full path.</summary>
    internal string Of(string path) =>
        Path.GetFullPath(OperatingSystem.IsWindows() ? path : path.Replace('\\', '/'), Directory);
}
