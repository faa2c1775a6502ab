using System.Security.Cryptography;

namespace Fota.Signing;

/// <summary>The names and needs of the algorithms.</summary>
public static class SignatureAlgorithms
{
    /// <summary>The name used in manifests, requests and properties.</summary>
    public static string Name(this SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 => "rsa-pkcs1-sha256",
        SignatureAlgorithm.RsaPssSha256 => "rsa-pss-sha256",
        SignatureAlgorithm.EcdsaP256Sha256 => "ecdsa-p256-sha256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>Finds the algorithm of a name, whatever its letter case.</summary>
    /// <param name="name">For example <c>rsa-pss-sha256</c>.</param>
    /// <param name="algorithm">The algorithm found.</param>
    public static bool TryParse(string? name, out SignatureAlgorithm algorithm)
    {
        foreach (SignatureAlgorithm candidate in Enum.GetValues<SignatureAlgorithm>())
        {
            if (string.Equals(candidate.Name(), name, StringComparison.OrdinalIgnoreCase))
            {
                algorithm = candidate;
                return true;
            }
        }

        algorithm = default;
        return false;
    }

    /// <summary>The algorithm that a key of this kind signs with when none is asked for.</summary>
    public static SignatureAlgorithm Default(KeyKind kind) =>
        kind == Signing.KeyKind.Rsa ? SignatureAlgorithm.RsaPkcs1Sha256 : SignatureAlgorithm.EcdsaP256Sha256;

    /// <summary>The kind of key that the algorithm needs.</summary>
    public static KeyKind KeyKind(this SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 or SignatureAlgorithm.RsaPssSha256 => Signing.KeyKind.Rsa,
        SignatureAlgorithm.EcdsaP256Sha256 => Signing.KeyKind.EcP256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    internal static RSASignaturePadding RsaPadding(this SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.RsaPssSha256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
}
