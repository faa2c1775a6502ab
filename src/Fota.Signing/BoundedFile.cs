using System.Security.Cryptography;

namespace Fota.Signing;

/// <summary>Reads small files whole. What the file says about its length is not trusted: pipes and devices have none.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a file, but no more than one byte beyond the limit.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="limit">The most bytes that the caller takes; a longer result means that the file is larger.</param>
    /// <param name="mode">The file's permissions; null on Windows.</param>
    internal static byte[] Read(string path, int limit, out UnixFileMode? mode)
    {
        // The system would say that access is denied.
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder, not a file.");
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file.SafeFileHandle);
        byte[] buffer = new byte[limit + 1];
        try
        {
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
