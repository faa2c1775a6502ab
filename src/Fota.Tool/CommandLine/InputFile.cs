using Fota.Errors;
using Fota.Signing;

namespace Fota.Tool.CommandLine;

/// <summary>Reads inputs that are small by nature (images, patches, keys), from a file or, for <c>-</c>, from standard input.</summary>
internal static class InputFile
{
    /// <summary>The word that stands for standard input and output.</summary>
    public const string Standard = "-";

    /// <summary>The largest input: four times the largest flash that the encoder is made for.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Refuses a command line that asks for standard input twice.</summary>
    /// <exception cref="FotaException">Both are <c>-</c>.</exception>
    public static void RefuseTwoStandardInputs(string first, string second)
    {
        if (first == Standard && second == Standard)
            throw new FotaException(ToolErrors.CommandLine, "Standard input cannot be two files.", "Name a file for one of them.");
    }

    /// <summary>Reads a whole input.</summary>
    /// <exception cref="FotaException">It does not exist, cannot be read, or is larger than <see cref="MaxBytes"/>.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (path == Standard)
            {
                using Stream input = Console.OpenStandardInput();
                return ReadAll(input, "standard input");
            }

            if (Directory.Exists(path))
                throw new IOException($"'{path}' is a folder, not a file.");
            using FileStream file = File.OpenRead(path);
            return ReadAll(file, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(failure, path);
        }
    }

    /// <summary>The SHA-256 of an input of any size, read as a stream.</summary>
    /// <exception cref="FotaException">It does not exist or cannot be read.</exception>
    public static byte[] Digest(string path, CancellationToken cancellationToken)
    {
        if (path != Standard)
            return ImageDigest.OfFile(path, cancellationToken);
        using Stream input = Console.OpenStandardInput();
        return ImageDigest.OfStream(input, cancellationToken);
    }

    /// <summary>Words a failure of the file system about an input.</summary>
    public static FotaException Unreadable(Exception failure, string? path = null) => new(
        ToolErrors.InputUnreadable,
        failure is FileNotFoundException or DirectoryNotFoundException && path is not null ? $"'{path}' does not exist." : failure.Message,
        "Check the path and its permissions.",
        failure);

    private static byte[] ReadAll(Stream input, string name)
    {
        using var all = new MemoryStream(input.CanSeek ? (int)Math.Min(input.Length, MaxBytes) : 0);
        byte[] block = new byte[81920];
        for (int count; (count = input.Read(block)) > 0;)
        {
            if (all.Length + count > MaxBytes)
                throw TooLarge(name);
            all.Write(block, 0, count);
        }

        return all.ToArray();
    }

    private static FotaException TooLarge(string name) => new(
        ToolErrors.InputTooLarge, $"{name} has more than {MaxBytes} bytes.", "Firmware images, patches and keys are smaller; check which file was named.");
}
