using Fota.Errors;
using Fota.Release;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Signing;
using Fota.Tool.Projects;

namespace Fota.Tool.Feeds;

/// <summary>Decides which packages a project's bases are, and has them in NuGet's folder, each verified.</summary>
internal sealed class BaseResolution(FirmwareProject project, TeamFeeds feeds)
{
    private readonly PackagesOrigin _origin = project.Settings.Packages;
    private readonly Lazy<IReadOnlyList<VerificationKey>> _keys = new(project.PublicKeys);

    /// <summary>The versions that the project's selection means today, oldest first.</summary>
    /// <exception cref="FotaException">One is named that no feed has (FOTA7043), or a feed does not answer.</exception>
    public async Task<IReadOnlyList<FirmwareVersion>> SelectAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FirmwareVersion> published = await feeds.VersionsAsync(cancellationToken);
        PackagingRequest request = project.RequestUnsigned();
        IReadOnlyList<FirmwareVersion> selected = request.Bases.Among(published, request.Version, out IReadOnlyList<FirmwareVersion> missing);
        return missing.Count == 0 ? [.. selected.Order()] : throw new FotaException(
            ToolErrors.PackageNotInFeed,
            $"No feed has {_origin.Id} {string.Join(", ", missing)}: {feeds.Names}.",
            "FotaBaseVersions names it: push the package, with fota bases pack and dotnet nuget push, or take the version out.");
    }

    /// <summary>Has a package here, and says which image it holds.</summary>
    /// <param name="version">The version.</param>
    /// <param name="pinned">What is pinned for it; null where nothing is yet.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FotaException">It is not to be had, or refused by its signature, product, version, or the digest that is pinned (FOTA3082).</exception>
    public async Task<PinnedBase> FetchAsync(FirmwareVersion version, Sha256Digest? pinned, CancellationToken cancellationToken)
    {
        ExtractedPackage package = await feeds.FetchAsync(version, _origin.Folders, cancellationToken);
        (UpdateManifest _, FirmwareImage image) = package.Read(project.Settings.Product, _keys.Value);
        return pinned is null || pinned == image.Digest
            ? new PinnedBase(version, image.Digest)
            : throw ExtractedPackage.Differs(_origin, version, image.Digest, pinned.Value);
    }
}
