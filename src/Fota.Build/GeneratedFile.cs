using System.Text;
using Fota.Errors;

namespace Fota.Build;

/// <summary>Files that the tasks write themselves.</summary>
internal static class GeneratedFile
{
    /// <summary>Writes the text where it differs from what is there: an unchanged header keeps its time, and nothing is compiled again.</summary>
    /// <returns>Whether the file was written.</returns>
    /// <exception cref="FotaException">The file cannot be written.</exception>
    public static bool Write(string path, string text, string advice) => Write(path, Encoding.UTF8.GetBytes(text), advice);

    /// <summary>The same for bytes.</summary>
    /// <exception cref="FotaException">The file cannot be written.</exception>
    public static bool Write(string path, byte[] content, string advice)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                return false;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Replace(path, content);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                BuildErrors.FileNotWritable,
                $"{path} cannot be written: {e.Message}",
                advice,
                e)
            { File = path };
        }
    }

    // A compiler that runs at the same time sees the old file or the new one.
    private static void Replace(string path, byte[] content)
    {
        string temporary = path + "." + Path.GetRandomFileName();
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
