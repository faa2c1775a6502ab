namespace Fota.Signing;

/// <summary>
/// Finds programs as a shell would: on PATH, or by a path. Starting a process by its name alone would look into the current folder
/// first, and so start whatever a repository happens to hold under that name.
/// </summary>
internal static class ProgramPath
{
    /// <summary>Finds a program.</summary>
    /// <param name="program">A name, or a path that is absolute or relative to the working directory.</param>
    /// <param name="workingDirectory">An absolute path.</param>
    /// <returns>An absolute path, or null.</returns>
    internal static string? Find(string program, string workingDirectory)
    {
        bool isPath = program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);
        if (isPath)
            return FirstExisting(Path.GetFullPath(program, workingDirectory));

        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (Path.IsPathFullyQualified(folder) && FirstExisting(Path.Combine(folder, program)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Batch files are left out: Windows starts a shell for them, which interprets the arguments.</summary>
    private static string? FirstExisting(string path)
    {
        if (!OperatingSystem.IsWindows())
            return File.Exists(path) ? path : null;
        bool isProgram = path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        path = isProgram ? path : path + ".exe";
        return File.Exists(path) ? path : null;
    }
}
