using System.Runtime.InteropServices;

namespace Fota.Files;

/// <summary>
/// Reads files of folders that others may write to. What is no file cannot be read to its end, or not even opened in time: a pipe
/// waits for its writer, a device may never end.
/// </summary>
public static partial class RegularFile
{
    // sys/stat.h: the same values on each Unix.
    private const int TypeMask = 0xF000;
    private const int TypeRegular = 0x8000;

    /// <summary>Whether there is a regular file, or a link to one. Opens nothing.</summary>
    public static bool Exists(string path)
    {
        if (!File.Exists(path))
            return false;
        return OperatingSystem.IsWindows() || IsRegularOnUnix(path);
    }

    /// <summary>Whether there is something that is neither a regular file, nor a folder, nor a link to one: a pipe, a socket, a device.</summary>
    public static bool IsSpecial(string path) => File.Exists(path) && !Exists(path);

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">The most bytes that are read.</param>
    /// <returns>The bytes; one more than <paramref name="maxLength"/> stands for a file that is longer.</returns>
    /// <exception cref="IOException">There is no such file, it is not a regular one, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The system does not allow it.</exception>
    public static byte[] Read(string path, int maxLength)
    {
        if (IsSpecial(path))
            throw new IOException($"'{path}' is a pipe or a device, not a file.");
        // The system would say that access is denied.
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder, not a file.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        byte[] bytes = new byte[(int)Math.Min(file.Length, maxLength + 1L)];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    // .NET tells folders and links, but not pipes and devices. Its own native part does: the type and permissions follow 4 bytes of flags.
    private static bool IsRegularOnUnix(string path)
    {
        Span<int> status = stackalloc int[64];
        return Stat(path, ref MemoryMarshal.GetReference(status)) == 0 && (status[1] & TypeMask) == TypeRegular;
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, ref int status);
}
