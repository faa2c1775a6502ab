namespace Fota.Signing;

/// <summary>The kinds of key that sign updates.</summary>
public enum KeyKind
{
    /// <summary>RSA of 2048 to 4096 bits.</summary>
    Rsa,

    /// <summary>The elliptic curve P-256 (secp256r1, prime256v1).</summary>
    EcP256,
}
