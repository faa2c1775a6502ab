using System.Globalization;
using Fota.Errors;
using Fota.Release.Images.Elf;

namespace Fota.Release.Images.Formats;

/// <summary>
/// A file that holds a firmware image, and the image: the bytes from the lowest address to the highest, as a programmer would write
/// them. ELF, Intel HEX, S-records and UF2 are told by their content, never by their name; everything else is the image itself.
/// </summary>
/// <param name="Format">What the file is written in.</param>
/// <param name="Content">The image.</param>
/// <param name="Address">The address of its first byte; null for a raw binary, which has none.</param>
/// <param name="Filled">How many bytes stand in gaps of the file, and so have the fill's value.</param>
/// <param name="Fill">The value that gaps have.</param>
public sealed record ImageFile(ImageFormat Format, byte[] Content, uint? Address, int Filled, byte Fill)
{
    /// <summary>What gaps have unless told otherwise: erased flash. (objcopy writes zeros unless told otherwise.)</summary>
    public const byte DefaultFill = 0xFF;

    /// <summary>The largest file: Intel HEX takes up to four bytes for one of the image.</summary>
    public const int MaxFileSize = 4 * FirmwareImage.MaxSize;

    /// <summary>Reads the image from a file's content.</summary>
    /// <param name="file">The content.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="fill">What gaps between the parts of the image are filled with.</param>
    /// <exception cref="FotaException">
    /// It is empty or the image too large (FOTA3006), no image (FOTA3014), damaged (FOTA3015), has parts that overlap (FOTA3016) or are too far
    /// from each other (FOTA3017).
    /// </exception>
    public static ImageFile Read(byte[] file, string name, byte fill = DefaultFill)
    {
        ArgumentNullException.ThrowIfNull(file);
        var faults = new ImageFileFaults(name);
        ImageFormat format = ImageFormats.Of(file);
        if (format == ImageFormat.Binary)
        {
            FirmwareImage.CheckSize(file.Length, name);
            if (OtherContent.Of(file) is { } other)
                throw faults.NoImage($"is no firmware image: it looks like {other}");
            return new ImageFile(format, file, null, 0, fill);
        }

        var parts = new MemoryParts(faults);
        switch (format)
        {
            case ImageFormat.Elf:
                ElfFile.Parse(file, name).AddTo(parts);
                break;
            case ImageFormat.IntelHex:
                new IntelHexReader(faults).Read(file, parts);
                break;
            case ImageFormat.SRecord:
                new SRecordReader(faults).Read(file, parts);
                break;
            default:
                new Uf2Reader(faults).Read(file, parts);
                break;
        }

        (uint address, byte[] content, int filled) = parts.Join(fill);
        return new ImageFile(format, content, address, filled, fill);
    }

    /// <summary>Reads the value of a fill: 0 to 255, or 0x00 to 0xFF.</summary>
    public static bool TryParseFill(string? text, out byte fill)
    {
        bool isHex = text is ['0', 'x' or 'X', ..];
        return byte.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out fill);
    }

    /// <summary>What was read, for people, such as <c>Intel HEX, 0x08000000 to 0x08003FFF, 12 bytes of gaps filled with 0xFF</c>; empty for a raw binary.</summary>
    public override string ToString()
    {
        if (Address is not { } first)
            return "";
        string gaps = Filled == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {new ByteSize(Filled)} of gaps filled with 0x{Fill:X2}");
        return string.Create(CultureInfo.InvariantCulture, $"{Format.Name()}, 0x{first:X8} to 0x{first + (uint)Content.Length - 1:X8}{gaps}");
    }
}
