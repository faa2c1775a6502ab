namespace Fota.Signing;

/// <summary>The encodings in which keys are kept.</summary>
internal enum KeyForm
{
    /// <summary>SubjectPublicKeyInfo (RFC 5280), <c>PUBLIC KEY</c>.</summary>
    SubjectPublicKeyInfo,

    /// <summary>RSAPublicKey (RFC 8017), <c>RSA PUBLIC KEY</c>.</summary>
    Pkcs1Public,

    /// <summary>X.509 certificate (RFC 5280), <c>CERTIFICATE</c>.</summary>
    Certificate,

    /// <summary>PrivateKeyInfo (RFC 5208), <c>PRIVATE KEY</c>.</summary>
    Pkcs8,

    /// <summary>EncryptedPrivateKeyInfo (RFC 5208), <c>ENCRYPTED PRIVATE KEY</c>.</summary>
    EncryptedPkcs8,

    /// <summary>RSAPrivateKey (RFC 8017), <c>RSA PRIVATE KEY</c>.</summary>
    Pkcs1Private,

    /// <summary>ECPrivateKey (RFC 5915), <c>EC PRIVATE KEY</c>.</summary>
    Sec1Private,

    /// <summary>PEM with a <c>DEK-Info</c> header, as OpenSSL wrote it before PKCS#8. The content is the whole PEM text.</summary>
    EncryptedLegacyPem,
}
