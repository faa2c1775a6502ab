using Fota.Release.Images;
using Fota.Release.Images.Formats;

namespace Fota.Tool.Commands;

/// <summary>
/// A file as commands print it. Of a file that an image was taken from, <paramref name="Size"/> in bytes and the digest in hexadecimal are
/// the image's, and <paramref name="Image"/> says where it lies; null for a raw binary.
/// </summary>
internal sealed record FileSummary(string File, long Size, string Sha256, ImageOrigin? Image = null)
{
    public static FileSummary Of(string file, ReadOnlySpan<byte> content) => new(file, content.Length, Sha256Digest.Of(content).ToString());

    public static FileSummary Of(string file, ImageFile image) => Of(file, image.Content) with { Image = ImageOrigin.Of(image) };

    /// <summary>Size and origin in words.</summary>
    public override string ToString() => Image is null ? $"{Size:N0} bytes" : $"{Size:N0} bytes; {Image}";
}

/// <summary>Where the image of a file lies.</summary>
/// <param name="Format"><c>ELF</c>, <c>Intel HEX</c>, <c>S-record</c> or <c>UF2</c>.</param>
/// <param name="Address">Of the first byte.</param>
/// <param name="Filled">Bytes of gaps.</param>
/// <param name="Fill">What they were filled with.</param>
internal sealed record ImageOrigin(string Format, uint Address, int Filled, byte Fill)
{
    private string _words = "";

    public static ImageOrigin? Of(ImageFile image) =>
        image.Address is { } address ? new ImageOrigin(image.Format.Name(), address, image.Filled, image.Fill) { _words = image.ToString() } : null;

    /// <inheritdoc/>
    public override string ToString() => _words;
}
