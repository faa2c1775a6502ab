using Fota.Errors;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Store;

namespace Fota.Release.Bases;

/// <summary>
/// All that a product's patches can start from, wherever it lies: the archive, packages from feeds, and files that the project names. Read-only: what becomes
/// a release goes into the archive, and what lies elsewhere is somebody else's.
/// </summary>
public sealed class BaseSources : IBaseImages
{
    private readonly BaseArchive _archive;
    private readonly Product _product;
    private readonly IReadOnlyList<IBaseSource> _sources;

    private BaseSources(BaseArchive archive, Product product, BaseOrigins origins, byte fill)
    {
        _archive = archive;
        _product = product;
        var files = new FileBases(product, origins.Files, fill);
        _sources = origins.Packages is { } packages ? [new PackageBases(product, packages), files] : [files];
        Named = files.Versions;
        FirmwareVersion[] elsewhere = [.. _sources.SelectMany(source => source.Versions)];
        Versions = [.. archive.ReleasedVersions(product).Concat(elsewhere).Distinct().Order()];
        // What a machine happens to have released itself must not decide, where the project pins its bases.
        Selectable = origins.Places.HasFlag(BasePlaces.Archive) ? Versions : [.. elsewhere.Distinct().Order()];
    }

    /// <summary>All released versions that are known, oldest first.</summary>
    public IReadOnlyList<FirmwareVersion> Versions { get; }

    /// <summary>Those of them that <c>FotaBaseVersions</c> selects from, by <c>FotaBasesFrom</c>.</summary>
    public IReadOnlyList<FirmwareVersion> Selectable { get; }

    /// <summary>The versions that the project names one by one, each with its file: bases, whatever <c>FotaBaseVersions</c> selects besides.</summary>
    internal IReadOnlyList<FirmwareVersion> Named { get; }

    /// <summary>Looks at what there is. Reads no image.</summary>
    /// <exception cref="FotaException">One version has two images (FOTA3037), the archive is damaged, or there is no lock file to read (FOTA3080).</exception>
    public static BaseSources Open(BaseArchive archive, Product product, BaseOrigins origins, byte fill)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(origins);
        var sources = new BaseSources(archive, product, origins, fill);
        sources.RequireAgreement();
        return sources;
    }

    /// <summary>What is asked for, opened as the plan of a build does.</summary>
    /// <exception cref="FotaException">As <see cref="Open(BaseArchive, Product, BaseOrigins, byte)"/>.</exception>
    public static BaseSources Open(PackagingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Open(
            BaseArchive.Open(request.ArchiveDirectory, request.Clock, request.LockTimeout), request.Product, request.Origins, request.ImageFill);
    }

    /// <summary>Describes a release; one that lies outside the archive is read and proven.</summary>
    /// <exception cref="FotaException">There is none, or it is not what the project says.</exception>
    public ArchivedImage Release(FirmwareVersion version) =>
        _archive.FindRelease(_product, version) ?? SourceOf(version)?.Read(version).Description ?? throw NotFound(version);

    /// <summary>Reads a base and proves by its SHA-256 that it is the one that is described.</summary>
    /// <exception cref="FotaException">It is not there, damaged or another one.</exception>
    public byte[] Read(ArchivedImage described)
    {
        ArgumentNullException.ThrowIfNull(described);
        if (described.Kind == BaseKind.Build || _archive.FindRelease(_product, described.Version) is not null)
            return _archive.ReadImage(described);
        return SourceOf(described.Version)?.Read(described.Version).Image ?? throw NotFound(described.Version);
    }

    /// <inheritdoc/>
    public byte[]? Find(Product product, ManifestBase wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (_archive.Find(product, wanted) is { } archived)
            return archived;
        return product == _product
            && wanted.Kind == BaseKind.Release
            && SourceOf(wanted.Version) is { } source
            && source.DigestOf(wanted.Version) == wanted.Digest
                ? source.Read(wanted.Version).Image
                : null;
    }

    /// <summary>Refuses a release whose version means another image elsewhere, or that is below one that lies elsewhere.</summary>
    /// <exception cref="FotaException">As the archive would for a release of its own (FOTA3026, FOTA3027).</exception>
    public void RequireReleasable(FirmwareVersion version, FirmwareImage image, bool allowOlder)
    {
        if (SourceOf(version) is { } source)
        {
            if (source.DigestOf(version) != image.Digest)
                throw ArchiveRules.Taken(_product, version, source.DigestOf(version), image);
        }
        else if (!allowOlder && Versions is [.., var latest] && version < latest)
        {
            throw ArchiveRules.NotNewer(_product, version, latest);
        }
    }

    private IBaseSource? SourceOf(FirmwareVersion version) => _sources.FirstOrDefault(source => source.Versions.Contains(version));

    // One version must mean one image: a device that runs it has only one of the two, and nobody could say which.
    private void RequireAgreement()
    {
        foreach (FirmwareVersion version in _sources.SelectMany(source => source.Versions).Distinct().Order())
        {
            List<(string Place, Sha256Digest Digest)> found =
                [.. _sources.Where(source => source.Versions.Contains(version)).Select(source => (source.PlaceOf(version), source.DigestOf(version)))];
            if (_archive.FindRelease(_product, version) is { } archived)
                found.Insert(0, ($"the archive '{_archive.Root}'", archived.Digest));
            if (found.FirstOrDefault(each => each.Digest != found[0].Digest) is { Place: not null } other)
                throw Conflict(version, found[0], other);
        }
    }

    private FotaException Conflict(
        FirmwareVersion version, (string Place, Sha256Digest Digest) one, (string Place, Sha256Digest Digest) other) => new(
        ReleaseErrors.BasesConflict,
        $"{_product} {version} has two images: SHA-256 {one.Digest.ToString()[..12]} in {one.Place}, and {other.Digest.ToString()[..12]} in {other.Place}.",
        "Find out which one devices run, by what was published; remove the other.");

    private FotaException NotFound(FirmwareVersion version) => ArchiveRules.NotFound(_archive.Root, _product, version);
}
