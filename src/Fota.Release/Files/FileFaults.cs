using Fota.Errors;

namespace Fota.Release.Files;

/// <summary>Turns what the operating system refuses into coded failures: no room, no permission, a read-only disk, a missing share.</summary>
internal static class FileFaults
{
    internal static bool IsFileFault(Exception e) => e is IOException or UnauthorizedAccessException;

    internal static FotaException Archive(string path, Exception cause) => new(
        ReleaseErrors.ArchiveNotAccessible,
        $"The archive's '{path}' cannot be read or written: {cause.Message}",
        "Check free space, permissions and, for a share, the connection, then run it again: each file there is whole, the old or the new one.",
        cause)
    {
        File = path,
    };

    internal static FotaException Output(string path, Exception cause) => new(
        ReleaseErrors.OutputNotWritable,
        $"The update folder's '{path}' cannot be written: {cause.Message}",
        "Check free space and permissions, and that no other program has the file open. Build again afterwards.",
        cause)
    {
        File = path,
    };
}
