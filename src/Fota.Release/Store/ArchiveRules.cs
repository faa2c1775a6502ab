using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Release.Store;

/// <summary>What the archive refuses, and in which words.</summary>
internal static class ArchiveRules
{
    /// <summary>Judges a promotion.</summary>
    /// <returns>The release itself where the same bits are released under the version already.</returns>
    internal static ArchivedImage? CheckPromotion(
        ProductFolder folder, Product product, FirmwareVersion version, FirmwareImage image, bool allowOlder)
    {
        if (folder.FindRelease(version) is { } existing)
            return existing.Digest == image.Digest ? existing : throw Taken(product, version, existing.Digest, image);
        if (allowOlder || folder.ReleasedVersions() is not [.., var latest])
            return null;
        if (version < latest)
            throw NotNewer(product, version, latest);
        VersionOrder.Require(version, latest);
        return null;
    }

    internal static FotaException NotFound(string archive, Product product, FirmwareVersion version) => new(
        ReleaseErrors.ReleaseNotFound,
        $"The archive '{archive}' has no release {version} of {product}.",
        "List what it has with fota bases list.");

    internal static FotaException Newer(string archive, long format) => new(
        ReleaseErrors.ArchiveFormatNewer,
        $"The archive '{archive}' has format {format}; this tool knows formats up to {BaseArchive.Format}.",
        "Use the newer version of Fota.Build with which the archive was written; nothing was changed.")
    {
        File = archive,
    };

    internal static FotaException Taken(Product product, FirmwareVersion version, Sha256Digest released, FirmwareImage image) => new(
        ReleaseErrors.ReleaseTaken,
        $"{product} {version} is released with SHA-256 {Short(released)}; this image has {Short(image.Digest)}.",
        "Raise the version: devices run the released bits, and one version must mean one image.");

    internal static FotaException NotNewer(Product product, FirmwareVersion version, FirmwareVersion latest) => new(
        ReleaseErrors.ReleaseNotNewer,
        $"{product} {version} is not above the latest release, {latest}.",
        "Raise the version. An image from before the archive is taken with --allow-older.");

    private static string Short(Sha256Digest digest) => digest.ToString()[..12];
}
