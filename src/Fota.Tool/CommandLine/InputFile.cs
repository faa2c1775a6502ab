using System.Security.Cryptography;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Elf;
using Fota.Release.Images.Formats;
using Fota.Signing;

namespace Fota.Tool.CommandLine;

/// <summary>Reads inputs that are small by nature (images, patches, keys), from a file or, for <c>-</c>, from standard input.</summary>
internal static class InputFile
{
    /// <summary>The word that stands for standard input and output.</summary>
    public const string Standard = "-";

    /// <summary>The largest input: four times the largest flash that the encoder is made for.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>What the format of an image is told by.</summary>
    private const int FormatBytes = 256;

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
            using Stream input = Open(path);
            return ReadAll(input, path == Standard ? "standard input" : path);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw Unreadable(failure, path);
        }
    }

    /// <summary>Reads a firmware image: a raw binary, ELF, Intel HEX, S-records or UF2.</summary>
    /// <exception cref="FotaException">It cannot be read, or is no image.</exception>
    public static ImageFile ReadImage(string path, byte fill) => ImageFile.Read(Read(path), path, fill);

    /// <summary>Reads a linked ELF file for its symbols.</summary>
    /// <exception cref="FotaException">It cannot be read, or is none for Cortex-M (FOTA7011).</exception>
    public static ElfFile ReadElf(string path) => Elf(Read(path), path);

    /// <summary>Takes the symbols of an ELF file that was read.</summary>
    /// <exception cref="FotaException">It is none for Cortex-M (FOTA7011).</exception>
    public static ElfFile Elf(byte[] content, string path)
    {
        var elf = ElfFile.Parse(content, path);
        return elf.IsArm ? elf : throw new FotaException(
            ToolErrors.ElfUnsupported, $"'{path}' is not for ARM, little-endian.", "Symbols are read for Cortex-M alone; leave the option out, and the patch is explained without names.");
    }

    /// <summary>
    /// The SHA-256 of what a device is to verify: of the image in an ELF, Intel HEX, S-record or UF2 file, else of the file as it is, which
    /// may have any size.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">What gaps of an image are filled with.</param>
    /// <param name="image">The image that was taken from the file; null where its own bytes were hashed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FotaException">It does not exist or cannot be read, or holds a damaged image.</exception>
    public static byte[] Digest(string path, byte fill, out ImageFile? image, CancellationToken cancellationToken)
    {
        try
        {
            using Stream input = Open(path);
            byte[] start = new byte[FormatBytes];
            int length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            using var whole = new PrefixedStream(start.AsMemory(0, length), input);
            if (ImageFormats.Of(start.AsSpan(0, length)) == ImageFormat.Binary)
            {
                image = null;
                return ImageDigest.OfStream(whole, cancellationToken);
            }

            image = ImageFile.Read(ReadAll(whole, path), path, fill);
            return SHA256.HashData(image.Content);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw Unreadable(failure, path);
        }
    }

    /// <summary>Words a failure of the file system about an input.</summary>
    public static FotaException Unreadable(Exception failure, string? path = null) => new(
        ToolErrors.InputUnreadable,
        failure is FileNotFoundException or DirectoryNotFoundException && path is not null ? $"'{path}' does not exist." : failure.Message,
        "Check the path and its permissions.",
        failure);

    private static bool IsUnreadable(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static Stream Open(string path)
    {
        if (path == Standard)
            return StandardInput.Open();
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder, not a file.");
        return File.OpenRead(path);
    }

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
