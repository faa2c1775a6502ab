using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Release.Publishing;

/// <summary>Makes the image of a finished package a release: what <c>fota release</c> does.</summary>
public static class ReleasePromotion
{
    /// <summary>Verifies a package, then promotes its image in the archive.</summary>
    /// <param name="directory">The update folder.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="keys">The public keys that devices accept.</param>
    /// <param name="allowOlder">Whether the version may be below the latest release.</param>
    /// <param name="cancellationToken">Ends waiting for the archive's lock.</param>
    /// <exception cref="Fota.Errors.FotaException">The package is incomplete or not valid, or the archive refuses the version.</exception>
    public static ArchivedImage Promote(
        string directory,
        BaseArchive archive,
        IReadOnlyList<VerificationKey> keys,
        bool allowOlder = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        UpdateManifest manifest = PackageVerifier.Verify(directory, keys, archive).Require();
        var package = new PackageReader(directory);
        var signature = new ImageSignature(
            manifest.Signature!.Algorithm, manifest.Signature.KeyId, Convert.ToBase64String(package.Signature()));
        return archive.Promote(
            manifest.Product, manifest.Version, package.Image(manifest), manifest.SourceRevision, signature, allowOlder, cancellationToken);
    }
}
