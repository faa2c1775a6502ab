using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Signing;

namespace Fota.Release.Publishing;

/// <summary>
/// Completes a package that was built without a signer. Its request names the digests of the image, of the header of each file for
/// devices, and of the manifest as it will be: the one on the disk says that the package is incomplete, and is replaced when the signatures are there.
/// </summary>
public static class PackageCompletion
{
    /// <summary>Signs an incomplete package and completes it.</summary>
    /// <exception cref="FotaException">The signer has another key or algorithm, or <see cref="Attach"/> refuses.</exception>
    public static UpdateManifest Sign(string directory, ISigner signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        SigningRequest request = SigningRequest.Read(Path.Combine(directory, PackageFiles.SigningRequest));
        return Attach(directory, request.Sign(signer, cancellationToken), [signer.PublicKey], cancellationToken);
    }

    /// <summary>Attaches signatures that were made elsewhere.</summary>
    /// <param name="directory">The update folder.</param>
    /// <param name="signatures">The signatures by the names of their files, those of the request.</param>
    /// <param name="keys">The public keys that devices accept.</param>
    /// <param name="cancellationToken">Ends waiting for another build.</param>
    /// <returns>The manifest of the complete package.</returns>
    /// <exception cref="FotaException">The request is for another package (FOTA3044), a file of the package was changed, a signature does
    /// not verify, or the folder cannot be written.</exception>
    public static UpdateManifest Attach(
        string directory,
        IReadOnlyDictionary<string, byte[]> signatures,
        IReadOnlyList<VerificationKey> keys,
        CancellationToken cancellationToken = default)
    {
        SigningRequest request = SigningRequest.Read(Path.Combine(directory, PackageFiles.SigningRequest));
        VerificationKey key = keys.FirstOrDefault(key => key.KeyId == request.KeyId) ?? throw new FotaException(
            ReleaseErrors.SignerUnknown,
            $"The request asks for the key {request.KeyId}, which is none of the public keys given.",
            "Give the public key that the build was configured for.");
        request.RequireSignatures(key, signatures);
        var files = new PackageReader(directory);
        UpdateManifest manifest = files.Manifest() with { Signature = ManifestSignature.Of(request.Algorithm, key) };
        RequireSame(request, PackageSignatures.Request(manifest, key));

        PackageContent content = Complete(files, manifest, key, signatures);
        using var folder = PackageFolder.Open(directory, Path.Combine(directory, PackagingRequest.DefaultStateFile), LockTimeout, cancellationToken);
        folder.Replace(content, null);
        return manifest;
    }

    private static TimeSpan LockTimeout { get; } = TimeSpan.FromSeconds(60);

    private static void RequireSame(SigningRequest request, SigningRequest expected)
    {
        if (request.Entries.SequenceEqual(expected.Entries) && (request.Product, request.Version) == (expected.Product, expected.Version))
            return;
        throw new FotaException(
            ReleaseErrors.SigningRequestDiffers,
            $"{PackageFiles.SigningRequest} and {PackageFiles.Manifest} are from different builds: what was signed is not this package.",
            "Sign the request that lies in the folder of this very build.");
    }

    private static PackageContent Complete(
        PackageReader files, UpdateManifest manifest, VerificationKey key, IReadOnlyDictionary<string, byte[]> signatures)
    {
        byte[] image = files.Stamped(PackageFiles.Image, manifest.Image.Size, manifest.Image.Digest);
        return PackageSignatures.Content(manifest, key, signatures, image, [.. manifest.Patches.Select(files.Patch)]);
    }
}
