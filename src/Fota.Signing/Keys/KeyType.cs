namespace Fota.Signing;

/// <summary>The keys that can be created. The value of an RSA key is its size in bits.</summary>
public enum KeyType
{
    /// <summary>P-256, for ECDSA.</summary>
    EcP256 = 256,

    /// <summary>RSA with 2048 bits: 112 bits of security, allowed by NIST SP 800-57 until 2030.</summary>
    Rsa2048 = 2048,

    /// <summary>RSA with 3072 bits: 128 bits of security; the default.</summary>
    Rsa3072 = 3072,

    /// <summary>RSA with 4096 bits; a device takes four times as long to verify as with 2048.</summary>
    Rsa4096 = 4096,
}
