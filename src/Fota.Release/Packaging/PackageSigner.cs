using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>Opens the signer of a package and holds its key against the public keys that devices accept.</summary>
internal sealed class PackageSigner : IDisposable
{
    private readonly ISigner _signer;

    private PackageSigner(ISigner signer) => _signer = signer;

    internal ManifestSignature Description => ManifestSignature.Of(_signer.Algorithm, _signer.PublicKey);

    internal VerificationKey PublicKey => _signer.PublicKey;

    internal static PackageSigner Open(PackagingRequest request)
    {
        IReadOnlyList<VerificationKey> keys = LoadKeys(request.PublicKeyFiles);
        ISigner signer = request.Signer!();
        if (keys.Any(key => key.KeyId == signer.PublicKey.KeyId))
            return new PackageSigner(signer);
        (signer as IDisposable)?.Dispose();
        throw new FotaException(
            ReleaseErrors.SignerUnknown,
            $"The signing key, {signer.PublicKey}, belongs to none of the public keys: {string.Join(", ", request.PublicKeyFiles)}.",
            "Sign with the private key of one of them, or add its public key to FotaPublicKey and bring that to the devices first.")
        {
            File = request.PublicKeyFiles[0],
        };
    }

    internal static IReadOnlyList<VerificationKey> LoadKeys(IReadOnlyList<string> files) => files.Count > 0
        ? [.. files.Select(VerificationKey.Load)]
        : throw new FotaException(
            ReleaseErrors.PublicKeyMissing,
            "No public key is given; signatures are verified before they are written.",
            "Set FotaPublicKey to the public keys that devices accept; fota keygen makes a pair.");

    internal IReadOnlyDictionary<string, byte[]> Sign(SigningRequest request, CancellationToken cancellationToken) =>
        request.Sign(_signer, cancellationToken);

    public void Dispose() => (_signer as IDisposable)?.Dispose();
}
