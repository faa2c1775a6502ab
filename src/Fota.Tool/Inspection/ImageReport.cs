using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Images.Wrappers;
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
/// <param name="Wrapper">What MCUboot's or ESP-IDF's wrapper says; null where it has none.</param>
internal sealed record ImageReport(
    string Kind, long Size, string Sha256, ImageOrigin? Image, string? ProductId, string? Version, uint? SecurityCounter, WrapperReport? Wrapper)
{
    /// <summary>Reads a file; null where nothing says that it is an image: no format's mark, no record, no vector table.</summary>
    /// <exception cref="Errors.FotaException">It is of a format that holds images, and damaged or of another kind.</exception>
    public static ImageReport? Of(byte[] file, string name, byte fill)
    {
        if (ImageFormats.Of(file) != ImageFormat.Binary)
            return Of(ImageFile.Read(file, name, fill));
        return file.Length > 0 && (VectorTable.IsAtStartOf(file) || ImageWrapper.Find(file) is not null || ImageInfoRecord.Find(file) is not null)
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
        if (Wrapper is null)
            return;
        string product = Wrapper.Product is null ? "" : Wrapper.Product + " ";
        string counter = Wrapper.SecurityCounter is { } count ? $", security counter {count}" : "";
        console.MarkupLineInterpolated($"[bold]{Wrapper.Format}[/]: {product}{Wrapper.Version}{counter}");
        foreach (WrapperFact fact in Wrapper.Facts)
            console.MarkupLineInterpolated($"  {fact.Name}: {fact.Value}");
    }

    private static ImageReport Of(ImageFile image)
    {
        ImageInfoRecord? record = ImageInfoRecord.Find(image.Content);
        return new ImageReport(
            "image", image.Content.Length, Sha256Digest.Of(image.Content).ToString(), ImageOrigin.Of(image),
            record?.Product.ToString(), record?.Version.ToString(), record?.SecurityCounter, WrapperReport.Of(image.Content));
    }
}

/// <summary>What the wrapper of another vendor's bootloader says of the image in it.</summary>
/// <param name="Format"><c>MCUboot</c> or <c>ESP-IDF</c>.</param>
/// <param name="Product">The product; null where it names none.</param>
/// <param name="Version">The version, as it has it.</param>
/// <param name="SecurityCounter">The security counter; null where it has none.</param>
/// <param name="Facts">Header, TLVs, segments, hashes.</param>
internal sealed record WrapperReport(string Format, string? Product, string Version, uint? SecurityCounter, IReadOnlyList<WrapperFact> Facts)
{
    public static WrapperReport? Of(ReadOnlySpan<byte> image) => ImageWrapper.Find(image) is { } found
        ? new WrapperReport(found.Kind.Name(), found.Product, found.Version, found.SecurityCounter, found.Facts)
        : null;
}
