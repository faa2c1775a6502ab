using System.Text;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Settings;

namespace Fota.Release.Files;

/// <summary>Files that compilers read while builds write them.</summary>
public static class GeneratedFile
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
            // A compiler that runs at the same time sees the old file or the new one.
            FileReplacement.Write(path, content);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                SettingErrors.FileNotWritable,
                $"{path} cannot be written: {e.Message}",
                advice,
                e)
            { File = path };
        }
    }
}
