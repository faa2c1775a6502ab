using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Tool.Commands;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What a firmware image is, and says of itself.</summary>
/// <param name="Kind">Always <c>image</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Digest.</param>
/// <param name="Image">Where the image lies in an ELF, Intel HEX, S-record or UF2 file; null for a raw binary.</param>
/// <param name="ProductId">From its image info record; null where it has none.</param>
/// <param name="Version">From its image info record, as a device compares it.</param>
/// <param name="SecurityCounter">From its image info record.</param>
internal sealed record ImageReport(string Kind, long Size, string Sha256, ImageOrigin? Image, string? ProductId, string? Version, uint? SecurityCounter)
{
    /// <summary>Reads a file; null where nothing says that it is an image: no format's mark, no record, no vector table.</summary>
    /// <exception cref="Errors.FotaException">It is of a format that holds images, and damaged or of another kind.</exception>
    public static ImageReport? Of(byte[] file, string name, byte fill)
    {
        if (ImageFormats.Of(file) != ImageFormat.Binary)
            return Of(ImageFile.Read(file, name, fill));
        return file.Length > 0 && (VectorTable.IsAtStartOf(file) || ImageInfoRecord.Find(file) is not null)
            ? Of(new ImageFile(ImageFormat.Binary, file, null, 0, fill))
            : null;
    }

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated(Version is null
            ? (FormattableString)$"[bold]Firmware image[/] of {Size:N0} bytes, without an image info record"
            : $"[bold]Firmware image[/] of {Size:N0} bytes, version {Version}, security counter {SecurityCounter}, product id {ProductId}");
        if (Image is not null)
            console.MarkupLineInterpolated($"  from {Image}");
        console.MarkupLineInterpolated($"  {Sha256}");
    }

    private static ImageReport Of(ImageFile image)
    {
        ImageInfoRecord? record = ImageInfoRecord.Find(image.Content);
        return new ImageReport(
            "image", image.Content.Length, Sha256Digest.Of(image.Content).ToString(), ImageOrigin.Of(image),
            record?.Product.ToString(), record?.Version.ToString(), record?.SecurityCounter);
    }
}
