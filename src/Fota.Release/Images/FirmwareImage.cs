using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>A firmware image: the bytes that a device's flash will hold.</summary>
public sealed class FirmwareImage
{
    /// <summary>The most bytes an image may have: far above any microcontroller's flash, and what one encoder run can hold in memory.</summary>
    public const int MaxSize = 64 << 20;

    private readonly Lazy<ImageInfoRecord?> _info;

    /// <summary>Takes the bytes of an image.</summary>
    /// <exception cref="FotaException">It is empty or above <see cref="MaxSize"/> (FOTA3006).</exception>
    public FirmwareImage(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        CheckSize(bytes.Length, null);
        Content = bytes;
        Digest = Sha256Digest.Of(bytes);
        _info = new Lazy<ImageInfoRecord?>(() => ImageInfoRecord.Find(Content.Span));
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

    /// <summary>Reads an image file.</summary>
    /// <exception cref="FotaException">It cannot be read (FOTA3005), or is empty or too large (FOTA3006).</exception>
    public static FirmwareImage Load(string path)
    {
        try
        {
            CheckSize(new FileInfo(path).Length, path);
            return new FirmwareImage(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"cannot be read: {e.Message}";
            throw new FotaException(
                ReleaseErrors.ImageUnreadable,
                $"The image '{path}' {reason}",
                "Check that the firmware was linked and converted to a raw binary, and that FotaImage names that file.",
                e)
            {
                File = path,
            };
        }
    }

    private static void CheckSize(long size, string? path)
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
