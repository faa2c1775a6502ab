using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>What the archive offers for a build: the bases, and what stands against the version.</summary>
internal sealed record BaseLookup
{
    /// <summary>The bases, newest first.</summary>
    internal required IReadOnlyList<ArchivedImage> Bases { get; init; }

    /// <summary>The versions that <c>FotaBaseVersions</c> lists and the archive does not have.</summary>
    internal required IReadOnlyList<FirmwareVersion> Missing { get; init; }

    /// <summary>The newest released version; null while there is no release.</summary>
    internal required FirmwareVersion? LatestRelease { get; init; }

    /// <summary>The release of the very version that is built; null where there is none.</summary>
    internal required ArchivedImage? ReleaseOfVersion { get; init; }

    /// <summary>Looks up what decides a build. Reads names and the metadata of the selected bases, not all releases and no image.</summary>
    internal static BaseLookup In(BaseArchive archive, PackagingRequest request, FirmwareImage image)
    {
        IReadOnlyList<FirmwareVersion> released = archive.ReleasedVersions(request.Product);
        IReadOnlyList<FirmwareVersion> selected = request.Bases.Select(released, request.Version, out IReadOnlyList<FirmwareVersion> missing);
        ArchivedImage[] bases = released.Count == 0 && !request.Release
            ? PreviousBuild(archive, request, image)
            : [.. selected.Select(version => archive.Release(request.Product, version)).DistinctBy(release => release.Digest)];
        foreach (ArchivedImage source in bases)
            VersionOrder.Require(request.Version, source.Version);
        return new BaseLookup
        {
            Bases = bases,
            Missing = missing,
            LatestRelease = released is [.., var latest] ? latest : null,
            ReleaseOfVersion = released.Contains(request.Version) ? archive.Release(request.Product, request.Version) : null,
        };
    }

    /// <summary>Whether the image is released under its version already. If that is the first release, there is nothing to make a patch from.</summary>
    internal bool IsRebuildOfRelease(FirmwareImage image) => ReleaseOfVersion?.Digest == image.Digest;

    /// <summary>What the user should know of the bases.</summary>
    internal IEnumerable<PackagingWarning> Warnings(PackagingRequest request, FirmwareImage image)
    {
        if (ReleaseOfVersion is { } release && release.Digest != image.Digest)
        {
            yield return new PackagingWarning(
                ReleaseErrors.BuildOfReleasedVersion,
                $"{request.Product} {request.Version} is released with other bits; this build cannot become a release.",
                "Raise FotaVersion, or Version, above the latest release.");
        }

        if (Missing.Count > 0)
        {
            yield return new PackagingWarning(
                ReleaseErrors.BaseMissing,
                $"The archive '{request.ArchiveDirectory}' has no release {string.Join(", ", Missing)}; devices that run it get the full image.",
                "Restore the archive, or add the image with fota bases add. Set FotaRequireBase to make this an error.");
        }
        else if (Bases.Count == 0 && !IsRebuildOfRelease(image))
        {
            string which = LatestRelease is null ? "is empty" : $"has no release below {request.Version} that is asked for";
            yield return new PackagingWarning(
                ReleaseErrors.BaseMissing,
                $"The archive '{request.ArchiveDirectory}' {which}: there is no patch, only the full image.",
                "This is right for a first build. Otherwise restore the archive; set FotaRequireBase to make this an error.");
        }
    }

    private static ArchivedImage[] PreviousBuild(BaseArchive archive, PackagingRequest request, FirmwareImage image) =>
        archive.FindBuild(request.Product, request.Configuration)?.BaseFor(image.Digest) is { } previous ? [previous] : [];
}
