using System.Security.Cryptography;

namespace Fota.Signing;

/// <summary>Verifies signatures with the platform's cryptography, and refuses what it would let pass.</summary>
internal static class SignatureCheck
{
    internal static bool IsValid(
        VerificationKey key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature) =>
        algorithm.KeyKind() == key.Kind && (key.Kind == KeyKind.Rsa
            ? IsValidRsa(key, algorithm.RsaPadding(), sha256, signature)
            : IsValidEcdsa(key, sha256, signature));

    private static bool IsValidRsa(
        VerificationKey key, RSASignaturePadding padding, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        // RFC 8017, 8.1.2 and 8.2.2, step 1. Platforms differ in whether they insist on it.
        if (signature.Length != key.Modulus.Length)
            return false;
        using RSA rsa = RSA.Create(new RSAParameters { Modulus = key.Modulus.ToArray(), Exponent = key.Exponent.ToArray() });
        return rsa.VerifyHash(sha256, signature, HashAlgorithmName.SHA256, padding);
    }

    private static bool IsValidEcdsa(VerificationKey key, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature)
    {
        // The two numbers are taken out of the DER by our own strict reader, so that one digest and key do not get
        // several encodings of one signature, as a lax reader would allow.
        if (!EcdsaSignature.TryReadDer(signature, out byte[] numbers))
            return false;
        using ECDsa ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = key.X.ToArray(), Y = key.Y.ToArray() },
        });
        return ecdsa.VerifyHash(sha256, numbers, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
