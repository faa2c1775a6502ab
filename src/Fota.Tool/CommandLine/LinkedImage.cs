using Fota.Release.Images.Formats;
using Fota.Release.Packaging;

namespace Fota.Tool.CommandLine;

/// <summary>Where the first byte of a compact patch's old image is linked to, and the file that says it.</summary>
internal sealed record LinkedImage(string File, uint Address)
{
    /// <summary>Looks where a build looks: in the image's own file, and in an ELF file beside it.</summary>
    /// <param name="path">Where the image lies.</param>
    /// <param name="image">The image.</param>
    /// <returns>Null where no file says it.</returns>
    public static LinkedImage? Of(string path, ImageFile image) =>
        image.Address is { } address ? new(path, address)
        : LinkAddress.Beside(path, image.Content, image.Fill) is { } beside ? new(beside.File, beside.Address)
        : null;

    /// <summary>The old image's, else the new one's, as a build takes it: where the old image's vector table does not lead elsewhere.</summary>
    public static LinkedImage? OfEither(LinkedImage? old, Func<LinkedImage?> now, ReadOnlySpan<byte> source) =>
        old ?? (now() is { } link && LinkAddress.MayBeOf(source, link.Address) ? link : null);
}
