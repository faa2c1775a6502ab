using Fota.Errors;
using Fota.Files;
using Fota.Release.Images.Formats;
using Fota.Release.Images.Wrappers;

namespace Fota.Release.Images;

/// <summary>A firmware image: the bytes that a device's flash will hold.</summary>
public sealed class FirmwareImage
{
    /// <summary>The most bytes an image may have: far above any microcontroller's flash, and what one encoder run can hold in memory.</summary>
    public const int MaxSize = 64 << 20;

    private readonly Lazy<ImageInfoRecord?> _info;
    private readonly Lazy<ImageWrapper?> _wrapper;

    /// <summary>Takes the bytes of an image.</summary>
    /// <exception cref="FotaException">It is empty or above <see cref="MaxSize"/> (FOTA3006).</exception>
    public FirmwareImage(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        CheckSize(bytes.Length, null);
        Content = bytes;
        Digest = Sha256Digest.Of(bytes);
        _info = new Lazy<ImageInfoRecord?>(() => ImageInfoRecord.Find(Content.Span));
        _wrapper = new Lazy<ImageWrapper?>(() => ImageWrapper.Find(Content.Span));
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The SHA-256 of the bytes.</summary>
    public Sha256Digest Digest { get; }

    /// <summary>The number of bytes.</summary>
    public ByteSize Size => new(Content.Length);

    /// <summary>The image info record; null where the image has none.</summary>
    /// <exception cref="FotaException">There is more than one record (FOTA3007), or one of a later format (FOTA3008).</exception>
    public ImageInfoRecord? Info => _info.Value;

    /// <summary>What another vendor's bootloader needs around the image; null where it has no such.</summary>
    /// <exception cref="FotaException">It is damaged (FOTA3018).</exception>
    public ImageWrapper? Wrapper => _wrapper.Value;

    /// <summary>The version that the image says of itself, in its record or in a wrapper; null where it says none, or only the numbers of a prerelease.</summary>
    /// <exception cref="FotaException">As <see cref="Info"/> and <see cref="Wrapper"/>.</exception>
    public FirmwareVersion? StatedVersion => Info switch
    {
        null => Wrapper?.StatedVersion,
        { Version: { Stage: VersionNumbers.ReleaseStage } numbers } => FirmwareVersion.Parse(numbers.ToString()),
        _ => null,
    };

    /// <summary>The file that the image was read from; null where it came as bytes.</summary>
    public ImageFile? File { get; private init; }

    /// <summary>Reads an image file: a raw binary, ELF, Intel HEX, S-records or UF2.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">What gaps between the parts of the image are filled with.</param>
    /// <exception cref="FotaException">It cannot be read (FOTA3005), or holds no image, as <see cref="ImageFile.Read"/> says.</exception>
    public static FirmwareImage Load(string path, byte fill = ImageFile.DefaultFill)
    {
        var file = ImageFile.Read(ReadFile(path), path, fill);
        return new FirmwareImage(file.Content) { File = file };
    }

    /// <summary>Reads the bytes of an image file, whatever it is written in.</summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3005) or is too large (FOTA3006).</exception>
    internal static byte[] ReadFile(string path)
    {
        try
        {
            byte[] content = RegularFile.Read(path, ImageFile.MaxFileSize);
            CheckFileSize(content.Length, path);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be read: {e.Message}";
            throw new FotaException(
                ReleaseErrors.ImageUnreadable,
                $"The image '{path}' {reason}",
                "Check that the firmware was linked, and that FotaImage names the image that its build makes.",
                e)
            {
                File = path,
            };
        }
    }

    /// <summary>Refuses a file that is too large whatever it is written in.</summary>
    private static void CheckFileSize(long size, string path)
    {
        if (size > ImageFile.MaxFileSize)
            CheckSize(size, path);
    }

    /// <summary>Refuses an image of no or too many bytes.</summary>
    internal static void CheckSize(long size, string? path)
    {
        if (size is > 0 and <= MaxSize)
            return;
        throw new FotaException(
            ReleaseErrors.ImageSizeRefused,
            size == 0 ? "The image is empty." : $"The image has {new ByteSize(size)}; the most is {new ByteSize(MaxSize)}.",
            "Check the conversion from ELF to raw binary: sections at distant addresses make objcopy fill the gap between them.")
        {
            File = path,
        };
    }
}
