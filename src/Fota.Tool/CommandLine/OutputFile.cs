using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Signing;

namespace Fota.Tool.CommandLine;

/// <summary>Writes a product whole or not at all: by the rules of <see cref="FileReplacement"/>.</summary>
internal static class OutputFile
{
    /// <summary>Refuses early, before long work, what <see cref="Write"/> would refuse later.</summary>
    /// <exception cref="FotaException">The file exists and may not be replaced, or its folder does not exist.</exception>
    public static void Check(string path, bool force)
    {
        if (path == InputFile.Standard)
            return;
        if (Directory.Exists(path))
            throw Unwritable(path, "it is a folder", null);
        RequireReplaceable(path);
        if (!force && File.Exists(path))
            throw new FotaException(ToolErrors.OutputExists, $"'{path}' exists.", "Give --force to replace it, or another name.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw Unwritable(path, $"the folder '{folder}' does not exist", null);
    }

    /// <summary>The same for a file in a folder that may not exist yet.</summary>
    /// <exception cref="FotaException">The file exists and may not be replaced, or the folder is a file.</exception>
    public static void CheckInNewFolder(string path, bool force)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(folder))
            throw Unwritable(path, $"'{folder}' is a file", null);
        if (Directory.Exists(folder))
            Check(path, force);
    }

    /// <summary>Writes the product to a file, or to standard output for <c>-</c>.</summary>
    /// <exception cref="FotaException">The file exists and may not be replaced, or cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool force)
    {
        if (path == InputFile.Standard)
        {
            try
            {
                using Stream output = Console.OpenStandardOutput();
                output.Write(content);
            }
            catch (Exception failure) when (IsOfStandardOutput(failure))
            {
                throw Unwritable("standard output", failure);
            }

            return;
        }

        Check(path, force);
        try
        {
            FileReplacement.Write(Path.GetFullPath(path), content, overwrite: force);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, failure.Message, failure);
        }
    }

    /// <summary>Whether a write to the console failed: its disk is full, or it is closed, which .NET reports as a matter of rights.</summary>
    public static bool IsOfStandardOutput(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>Words a failure to write the product, or to print the answer, to the console.</summary>
    public static FotaException Unwritable(string what, Exception failure) =>
        Unwritable(what, failure is UnauthorizedAccessException ? "standard output is closed" : failure.Message, failure);

    private static FotaException Unwritable(string path, string reason, Exception? cause) =>
        new(ToolErrors.OutputUnwritable, $"'{path}' cannot be written: {reason.TrimEnd('.')}.", "Check the path, its permissions and the room on the disk.", cause);

    /// <summary>What no option replaces: a lost private key cannot be made again, and a link, pipe or device is not the file that was meant.</summary>
    private static void RequireReplaceable(string path)
    {
        string? what = new FileInfo(path).LinkTarget is not null ? "a symbolic link"
            : RegularFile.IsSpecial(path) ? "a pipe or a device"
            : File.Exists(path) && PrivateKeyFile.IsOne(path) ? "a private key"
            : null;
        if (what is not null)
            throw new FotaException(ToolErrors.OutputProtected, $"'{path}' is {what}, which is never replaced.", "Give another name, or - for standard output where the command can write to it.");
    }
}
