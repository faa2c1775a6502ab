using Fota.Signing;

namespace Fota.Release.Store;

/// <summary>The signature over an archived image, so that the archive can prove what it holds to whoever has the public key.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="KeyId">The SHA-256 of the public key's SubjectPublicKeyInfo, as 64 lower-case hexadecimal digits.</param>
/// <param name="Base64">The bytes of <c>update.sig</c>, in Base64.</param>
public sealed record ImageSignature(SignatureAlgorithm Algorithm, string KeyId, string Base64)
{
    /// <summary>More bytes than the largest RSA key makes.</summary>
    internal const int MaxLength = 2048;

    /// <summary>Whether the key made the signature over the image with this digest.</summary>
    internal bool IsBy(VerificationKey key, ReadOnlySpan<byte> sha256) => key.Verify(Algorithm, sha256, Convert.FromBase64String(Base64));
}
