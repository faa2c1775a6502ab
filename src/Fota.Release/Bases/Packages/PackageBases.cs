using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Store;

namespace Fota.Release.Bases.Packages;

/// <summary>The bases that <c>dotnet restore</c> has fetched from feeds, as <c>fota.bases.json</c> pins them.</summary>
internal sealed class PackageBases : IBaseSource
{
    private readonly Product _product;
    private readonly PackagesOrigin _origin;
    private readonly BaseLock _lock;

    internal PackageBases(Product product, PackagesOrigin origin)
    {
        _product = product;
        _origin = origin;
        _lock = BaseLock.Of(origin);
        Versions = [.. _lock.Bases.Select(each => each.Version)];
    }

    public IReadOnlyList<FirmwareVersion> Versions { get; }

    public string PlaceOf(FirmwareVersion version) => $"'{BaseLock.FileName}' for the package {_lock.Id} {version}";

    public Sha256Digest DigestOf(FirmwareVersion version) => _lock.Bases.First(each => each.Version == version).Digest;

    public (ArchivedImage Description, byte[] Image) Read(FirmwareVersion version)
    {
        ExtractedPackage package = ExtractedPackage.Find(_lock.Id, version, _origin.Folders) ?? throw new FotaException(
            ReleaseErrors.BasePackageMissing,
            $"The base package {_lock.Id} {version} is in no package folder: {string.Join(", ", _origin.Folders)}.",
            $"Import {BaseLock.PropsName} in the project, and run dotnet restore; without an MSBuild project, fota bases fetch.");
        (UpdateManifest manifest, FirmwareImage image) = package.Read(_product, PackageSigner.LoadKeys(_origin.PublicKeyFiles));
        if (image.Digest != DigestOf(version))
            throw ExtractedPackage.Differs(_origin, version, image.Digest, DigestOf(version));
        var description = new ArchivedImage
        {
            Product = _product,
            Version = version,
            Kind = BaseKind.Release,
            Size = image.Size,
            Digest = image.Digest,
            Added = DateTimeOffset.UnixEpoch,
            SourceRevision = manifest.SourceRevision,
        };
        return (description, image.Content.ToArray());
    }
}
