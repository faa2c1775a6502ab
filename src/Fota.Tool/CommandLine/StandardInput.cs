namespace Fota.Tool.CommandLine;

/// <summary>Standard input, unless it was closed by who started the tool.</summary>
internal static class StandardInput
{
    private const string Descriptors = "/proc/self/fd";

    private const int WritingMode = 1;

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static Stream Open() => IsClosed() ? throw new IOException("Standard input is closed.") : Console.OpenStandardInput();

    // A runtime that starts without descriptor 0 gets it for a pipe of its own, and a read of it would wait for this very process
    // to write. So a pipe that this process itself could write to counts as closed. Where /proc is not there, nothing is known.
    private static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            string? input = Target("0");
            return input?.StartsWith("pipe:", StringComparison.Ordinal) == true
                && Directory.EnumerateFileSystemEntries(Descriptors).Select(Path.GetFileName).Any(name => Target(name!) == input && CanWrite(name!));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Target(string descriptor) => new FileInfo(Path.Combine(Descriptors, descriptor)).LinkTarget;

    // The line "flags:" holds the octal flags that the descriptor was opened with; the lowest two bits are the mode.
    private static bool CanWrite(string descriptor)
    {
        string flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (flags[^1] - '0' & WritingMode) != 0;
    }
}
