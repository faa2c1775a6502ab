namespace Fota.Signing;

/// <summary>How an image or a header is signed. The values are those of the <c>update.fota</c> header (docs/format.md).</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), byte-identical to <c>openssl dgst -sha256 -sign</c>.</summary>
    RsaPkcs1Sha256 = 1,

    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017).</summary>
    RsaPssSha256 = 2,

    /// <summary>ECDSA on P-256 with SHA-256, the signature in DER.</summary>
    EcdsaP256Sha256 = 3,
}
