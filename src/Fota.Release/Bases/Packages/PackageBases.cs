using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Bases.Packages;

/// <summary>The bases that <c>dotnet restore</c> has fetched from feeds, as <c>fota.bases.json</c> pins them.</summary>
internal sealed class PackageBases : IBaseSource
{
    private readonly Product _product;
    private readonly PackagesOrigin _origin;
    private readonly BaseLock _lock;
    private readonly Lazy<IReadOnlyList<VerificationKey>> _keys;

    internal PackageBases(Product product, PackagesOrigin origin)
    {
        _product = product;
        _origin = origin;
        _lock = BaseLock.Of(origin);
        _keys = new(() => PackageSigner.LoadKeys(origin.PublicKeyFiles));
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
        (UpdateManifest manifest, FirmwareImage image) = package.Read(_product, _keys.Value);
        if (image.Digest != DigestOf(version))
            throw ExtractedPackage.Differs(_origin, version, image.Digest, DigestOf(version));
        return (ArchivedImage.Elsewhere(_product, version, image, manifest.SourceRevision), image.Content.ToArray());
    }
}
