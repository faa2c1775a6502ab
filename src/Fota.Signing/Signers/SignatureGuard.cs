using System.Security.Cryptography;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>What every signer does before and after the signature is made.</summary>
internal static class SignatureGuard
{
    /// <summary>Refuses an algorithm that the key has not the kind for.</summary>
    internal static void RequireFit(VerificationKey key, SignatureAlgorithm algorithm)
    {
        if (algorithm.KeyKind() == key.Kind)
            return;
        string needed = algorithm.KeyKind() == KeyKind.Rsa ? "an RSA key" : "a P-256 key";
        throw new FotaException(
            SigningErrors.AlgorithmMismatch,
            $"The algorithm {algorithm.Name()} needs {needed}; this is the {key}.",
            $"Give another key, or choose {SignatureAlgorithms.Default(key.Kind).Name()}.");
    }

    /// <summary>Refuses what is no SHA-256 digest; a bug of the caller.</summary>
    internal static void RequireDigest(ReadOnlySpan<byte> sha256) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SHA256.HashSizeInBytes, nameof(sha256));

    /// <summary>Refuses a signature that does not verify: a wrong key, a fault of memory or token, or an attack on the signer.</summary>
    /// <param name="key">The public key that devices have.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="sha256">What was to be signed.</param>
    /// <param name="signature">What the signer made.</param>
    /// <param name="signer">Who made it, for the message.</param>
    internal static byte[] RequireValid(
        VerificationKey key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> sha256, byte[] signature, string signer)
    {
        if (key.Verify(algorithm, sha256, signature))
            return signature;
        throw new FotaException(
            SigningErrors.SignatureUnusable,
            $"What {signer} returned ({signature.Length} bytes) is no {algorithm.Name()} signature of the digest by the {key}.",
            "Check that private and public key belong together and that the signer uses this algorithm on the digest as it is.");
    }
}
