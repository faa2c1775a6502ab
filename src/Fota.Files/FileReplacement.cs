namespace Fota.Files;

/// <summary>
/// Replaces files so that each is the old or the new one at any moment: written beside, flushed to the disk, then renamed.
/// Files are renamed in the order in which they were staged, when all of them are on the disk.
/// </summary>
public sealed class FileReplacement : IDisposable
{
    private const string TemporarySuffix = ".fota-tmp";

    private readonly List<(string Temporary, string Path)> _staged = [];

    /// <summary>Writes one file at once, in a folder that is made if it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All that it shall have.</param>
    /// <param name="overwrite">Whether it may exist.</param>
    /// <exception cref="IOException">It cannot be written, or exists and may not.</exception>
    /// <exception cref="UnauthorizedAccessException">The system does not allow it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite = true)
    {
        using var replacement = new FileReplacement();
        replacement.Stage(path, content);
        replacement.Commit(overwrite);
    }

    /// <summary>Whether the file is one that a process began to write, and that no file was replaced by yet.</summary>
    public static bool IsLeftover(string path) => path.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Removes what a process left behind that was killed while it wrote. Only for the holder of the folder's lock.</summary>
    public static void RemoveLeftovers(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (string leftover in Directory.EnumerateFiles(directory, "*" + TemporarySuffix))
            File.Delete(leftover);
    }

    /// <summary>Writes the content beside <paramref name="path"/>.</summary>
    public void Stage(string path, ReadOnlySpan<byte> content)
    {
        string directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        // Without the file's own name, which may be as long as the file system allows.
        string temporary = Path.Combine(directory, $".{Guid.NewGuid():N}{TemporarySuffix}");
        _staged.Add((temporary, path));
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            stream.Write(content);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET makes of EFBIG: a quota for single files, or a file system that cannot hold the file.
            throw new IOException($"File too large for the file system or a limit of the process: {temporary}", e);
        }

        stream.Flush(flushToDisk: true);
    }

    /// <summary>Renames what was staged, in order.</summary>
    public void Commit(bool overwrite = true)
    {
        foreach ((string temporary, string path) in _staged)
            File.Move(temporary, path, overwrite);
        _staged.Clear();
    }

    /// <summary>Removes what was staged and not renamed.</summary>
    public void Dispose()
    {
        foreach ((string temporary, _) in _staged)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The failure that led here is the one to report; the next writer removes the leftover.
            }
        }
    }
}
