using Fota.Errors;
using Fota.Files;
using Fota.Release.Images;
using Fota.Release.Images.Elf;
using Fota.Release.Images.Formats;
using Fota.Release.Planning;

namespace Fota.Release.Packaging;

/// <summary>Where an image is linked to, as far as a file says it. Compact patches infer it else, from the pointers of the old image.</summary>
public static class LinkAddress
{
    private static readonly string[] s_extensions = [".elf", ".axf", ".out", ""];

    /// <summary>The address of the image's first byte; null where no file says it.</summary>
    /// <exception cref="FotaException">The file that <c>FotaElf</c> names cannot be read (FOTA3005), is damaged (FOTA3015), or is of another image (FOTA3039).</exception>
    internal static uint? Of(FirmwareImage image, PackagingRequest request)
    {
        if (request.ElfFile is { } named)
            return File.Exists(named) ? Within(image.Content.Span, FirmwareImage.Load(named, request.ImageFill).File!) ?? throw NotOf(image, named) : throw Missing(named);
        return image.File?.Address ?? Beside(request.ImageFile, image.Content, request.ImageFill)?.Address;
    }

    /// <summary>Finds the ELF file beside an image that holds the same bytes.</summary>
    /// <param name="imageFile">Where the image lies; that file itself is none beside it.</param>
    /// <param name="image">The image.</param>
    /// <param name="fill">What gaps of the ELF file are filled with.</param>
    /// <returns>The file, and the address of the image's first byte; null where there is none.</returns>
    public static (string File, uint Address)? Beside(string imageFile, ReadOnlyMemory<byte> image, byte fill)
    {
        foreach (string extension in s_extensions)
        {
            string path = PathBeside(imageFile, extension);
            if (path != imageFile && Linked(image.Span, path, fill) is { Address: var address })
                return (path, address);
        }

        return null;
    }

    /// <summary>The ELF file of an image: the one that is named, the image itself, or one beside it; null where there is none that it was made from.</summary>
    /// <exception cref="FotaException">As above.</exception>
    internal static ElfFile? ElfOf(FirmwareImage image, PackagingRequest request)
    {
        if (request.ElfFile is not null)
            Of(image, request); // complains of one that is missing or another's
        return Candidates(request).Select(path => Linked(image.Content.Span, path, request.ImageFill)?.File).FirstOrDefault(file => file is not null);
    }

    /// <summary>The bytes of the ELF file that the image was made from, for the release's package.</summary>
    /// <exception cref="FotaException">There is none that contains what the image does (FOTA3039), or it cannot be read (FOTA3005) or is damaged (FOTA3015).</exception>
    internal static byte[] ElfToPack(FirmwareImage image, PackagingRequest request)
    {
        string[] candidates = Candidates(request);
        foreach (string path in candidates.Where(File.Exists))
        {
            byte[] content = FirmwareImage.ReadFile(path);
            if (AddressBy(content, path, image.Content.Span, request.ImageFill) is null)
                continue;
            // Who fetches a package takes no more of one file.
            FirmwareImage.CheckSize(content.Length, path);
            return content;
        }

        throw new FotaException(
            ReleaseErrors.ElfOfOtherImage,
            $"FotaBasePackageElf is set, and none of these is the ELF file of the image: {string.Join(", ", candidates.Distinct())}.",
            "Name the ELF file that the image was made from with FotaElf, or leave FotaBasePackageElf out.");
    }

    /// <summary>
    /// Whether an old image may be linked to the address of the new one: if it begins with a vector table, that must lead into it.
    /// </summary>
    public static bool MayBeOf(ReadOnlySpan<byte> source, uint address) =>
        VectorTable.ResetHandler(source) is not { } reset || reset - address < (uint)source.Length;

    private static string[] Candidates(PackagingRequest request) =>
        request.ElfFile is { } named ? [named] : [request.ImageFile, .. s_extensions.Select(extension => PathBeside(request.ImageFile, extension))];

    private static string PathBeside(string imageFile, string extension) => Path.ChangeExtension(imageFile, extension).TrimEnd('.');

    // A file that nobody named is no reason to complain: it may be of another build, or something else.
    private static (ElfFile File, uint Address)? Linked(ReadOnlySpan<byte> image, string path, byte fill)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            byte[] content = RegularFile.Read(path, ImageFile.MaxFileSize);
            return AddressBy(content, path, image, fill) is { } address ? (ElfFile.Parse(content, path), address) : null;
        }
        catch (Exception e) when (e is FotaException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Null where the file is no ELF file, or one of another image.
    private static uint? AddressBy(byte[] content, string path, ReadOnlySpan<byte> image, byte fill) =>
        ImageFormats.Of(content) == ImageFormat.Elf ? Within(image, ImageFile.Read(content, path, fill)) : null;

    // What follows the linker may have put a header in front, and a signature behind.
    private static uint? Within(ReadOnlySpan<byte> image, ImageFile linked)
    {
        int at = image.IndexOf(linked.Content);
        return at < 0 || linked.Address is not { } address ? null : address - (uint)at;
    }

    private static FotaException Missing(string path) => new(
        ReleaseErrors.ElfOfOtherImage, $"FotaElf names '{path}', which does not exist.", "Correct the path, or leave FotaElf out: the ELF file is then looked for beside the image.")
    {
        File = path,
    };

    private static FotaException NotOf(FirmwareImage image, string path) => new(
        ReleaseErrors.ElfOfOtherImage,
        $"FotaElf names '{path}', and the image, of {image.Size}, does not contain what that file loads.",
        "Name the ELF file that the image was made from, or leave FotaElf out: the link address is then inferred from the image.")
    {
        File = path,
    };
}
