namespace Fota.Signing;

/// <summary>
/// A signature in the form that <c>update.fota</c> carries: its size follows from the key, so that a header can state it before it is
/// signed. RSA signatures are as they are; an ECDSA signature is r and s side by side, and elsewhere DER.
/// </summary>
public static class FixedSizeSignature
{
    /// <summary>The bytes of an ECDSA signature on P-256.</summary>
    public const int EcdsaP256Length = EcdsaSignature.ConcatenatedSize;

    /// <summary>The bytes of a signature by a key: those of the RSA modulus, or 64.</summary>
    public static int LengthOf(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Kind == KeyKind.EcP256 ? EcdsaP256Length : (key.Bits + 7) / 8;
    }

    /// <summary>Converts a signature as signers make it.</summary>
    /// <exception cref="ArgumentException">It is no ECDSA signature in DER.</exception>
    public static byte[] From(SignatureAlgorithm algorithm, ReadOnlySpan<byte> signature)
    {
        if (algorithm != SignatureAlgorithm.EcdsaP256Sha256)
            return signature.ToArray();
        return EcdsaSignature.TryReadDer(signature, out byte[] concatenated)
            ? concatenated
            : throw new ArgumentException("The signature is not DER.", nameof(signature));
    }

    /// <summary>Verifies a signature of this form.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="sha256">The SHA-256 of what is signed, 32 bytes.</param>
    /// <param name="signature">The signature.</param>
    public static bool Verify(VerificationKey key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (signature.Length != LengthOf(key))
            return false;
        return algorithm == SignatureAlgorithm.EcdsaP256Sha256
            ? key.Verify(algorithm, sha256, EcdsaSignature.ToDer(signature))
            : key.Verify(algorithm, sha256, signature);
    }
}
