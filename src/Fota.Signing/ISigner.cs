namespace Fota.Signing;

/// <summary>Signs digests: with a key file, an external command or a PKCS#11 token.</summary>
public interface ISigner
{
    /// <summary>The algorithm of the signatures made.</summary>
    SignatureAlgorithm Algorithm { get; }

    /// <summary>The public key that every signature has been verified with.</summary>
    VerificationKey PublicKey { get; }

    /// <summary>Signs a digest. The signature has been verified with the public key.</summary>
    /// <param name="sha256">The SHA-256 of what is signed, 32 bytes.</param>
    /// <param name="cancellationToken">Ends a signer that waits for a command or a token.</param>
    /// <exception cref="Fota.Errors.FotaException">The key cannot sign, or the signature does not verify.</exception>
    byte[] SignDigest(ReadOnlySpan<byte> sha256, CancellationToken cancellationToken = default);

    /// <summary>Signs several digests: what a token does in one session, with one question for its PIN.</summary>
    /// <param name="sha256">The digests, 32 bytes each.</param>
    /// <param name="cancellationToken">Ends a signer that waits for a command or a token.</param>
    /// <returns>The signatures, in the same order.</returns>
    /// <exception cref="Fota.Errors.FotaException">The key cannot sign, or a signature does not verify.</exception>
    IReadOnlyList<byte[]> SignDigests(IReadOnlyList<byte[]> sha256, CancellationToken cancellationToken = default) =>
        [.. sha256.Select(digest => SignDigest(digest, cancellationToken))];
}
