using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Release.Bases;

/// <summary>The bases that a project names as files.</summary>
internal sealed class FileBases(Product product, IReadOnlyList<BaseFile> files, byte fill) : IBaseSource
{
    public IReadOnlyList<FirmwareVersion> Versions { get; } = [.. files.Select(file => file.Version)];

    public string PlaceOf(FirmwareVersion version) => $"the file '{Of(version).Path}'";

    public Sha256Digest DigestOf(FirmwareVersion version) => Of(version).Digest;

    public (ArchivedImage Description, byte[] Image) Read(FirmwareVersion version)
    {
        BaseFile file = Of(version);
        FirmwareImage image = Load(file);
        if (image.Digest != file.Digest)
        {
            throw new FotaException(
                ReleaseErrors.BaseFileDiffers,
                $"The base '{file.Path}' has an image with SHA-256 {image.Digest}; FotaBase says {file.Digest} for {version}.",
                "Take the file again from where the release was published. Change Sha256 only if devices really run this image.")
            {
                File = file.Path,
            };
        }

        ImageInfoCheck.Require(image, product, version);
        return (ArchivedImage.Elsewhere(product, version, image), image.Content.ToArray());
    }

    private FirmwareImage Load(BaseFile file)
    {
        try
        {
            return FirmwareImage.Load(file.Path, fill);
        }
        catch (FotaException e) when (e.Code == ReleaseErrors.ImageUnreadable)
        {
            throw new FotaException(
                ReleaseErrors.BaseFileUnreadable,
                $"The base of version {file.Version} cannot be read. {e.InnerException?.Message}".TrimEnd(),
                "Fetch the file, or mount the share, before the build; or take the item FotaBase out, and devices of that version get the full image.",
                e)
            {
                File = file.Path,
            };
        }
    }

    private BaseFile Of(FirmwareVersion version) => files.First(file => file.Version == version);
}
