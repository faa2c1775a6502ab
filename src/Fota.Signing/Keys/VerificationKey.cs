using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Fota.Signing;

/// <summary>A public key: what devices and tools verify updates with.</summary>
public sealed class VerificationKey
{
    private readonly byte[] _first;
    private readonly byte[] _second;
    private readonly byte[] _spki;
    private readonly byte[] _keyId;

    private VerificationKey(KeyKind kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, byte[] spki)
    {
        Kind = kind;
        _first = first.ToArray();
        _second = second.ToArray();
        _spki = spki;
        _keyId = SHA256.HashData(spki);
        KeyId = Convert.ToHexString(_keyId).ToLowerInvariant();
    }

    /// <summary>RSA or P-256.</summary>
    public KeyKind Kind { get; }

    /// <summary>The size of the RSA modulus, or 256 for P-256.</summary>
    public int Bits => Kind == KeyKind.Rsa ? KeyRules.BitLength(_first) : 256;

    /// <summary>
    /// The SHA-256 of the SubjectPublicKeyInfo in DER, as 64 lower-case hexadecimal digits. It is the same whichever form the key was
    /// read from: <c>openssl pkey -pubin -in update.pub -outform DER | sha256sum</c>.
    /// </summary>
    public string KeyId { get; }

    /// <summary>The 32 bytes of <see cref="KeyId"/>.</summary>
    public ReadOnlyMemory<byte> KeyIdBytes => _keyId;

    /// <summary>The key as SubjectPublicKeyInfo in DER (RFC 5280).</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _spki;

    /// <summary>The RSA modulus, big-endian without leading zeros; empty for P-256.</summary>
    public ReadOnlyMemory<byte> Modulus => Kind == KeyKind.Rsa ? _first : default;

    /// <summary>The RSA public exponent, big-endian without leading zeros; empty for P-256.</summary>
    public ReadOnlyMemory<byte> Exponent => Kind == KeyKind.Rsa ? _second : default;

    /// <summary>The x coordinate of a P-256 key, 32 bytes big-endian; empty for RSA.</summary>
    public ReadOnlyMemory<byte> X => Kind == KeyKind.EcP256 ? _first : default;

    /// <summary>The y coordinate of a P-256 key, 32 bytes big-endian; empty for RSA.</summary>
    public ReadOnlyMemory<byte> Y => Kind == KeyKind.EcP256 ? _second : default;

    /// <summary>Reads a public key: SubjectPublicKeyInfo, PKCS#1 or X.509 certificate, in PEM or DER.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="Fota.Errors.FotaException">The file is missing, or holds no public key that may be used.</exception>
    public static VerificationKey Load(string path)
    {
        using KeyFile file = KeyFile.Read(path);
        return PublicKeyReader.Read(file);
    }

    /// <summary>Reads a public key from the content of a file.</summary>
    /// <param name="content">PEM or DER.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="Fota.Errors.FotaException">The content is no public key that may be used.</exception>
    public static VerificationKey Parse(ReadOnlySpan<byte> content, string name)
    {
        using KeyFile file = KeyFile.Parse(content, name);
        return PublicKeyReader.Read(file);
    }

    /// <summary>Verifies a signature, strictly: any deviation from the one valid encoding refuses it.</summary>
    /// <param name="algorithm">The algorithm, from a source that is trusted, never from the signature's own file.</param>
    /// <param name="sha256">The SHA-256 of what is signed, 32 bytes.</param>
    /// <param name="signature">The signature; for ECDSA in DER.</param>
    /// <returns>Whether the holder of the private key signed the digest; false also if the key does not fit the algorithm.</returns>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signature) =>
        sha256.Length == SHA256.HashSizeInBytes && SignatureCheck.IsValid(this, algorithm, sha256, signature);

    /// <summary>The key as SubjectPublicKeyInfo in PEM (RFC 7468), with LF line ends.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", _spki) + "\n";

    /// <summary>Kind, size and key id, for messages.</summary>
    public override string ToString() => $"{(Kind == KeyKind.Rsa ? $"RSA {Bits}" : "P-256")} key {KeyId}";

    internal static VerificationKey FromRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, string name)
    {
        KeyRules.CheckRsa(modulus, exponent, name);
        AsnWriter key = new(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(modulus);
            key.WriteIntegerUnsigned(exponent);
        }

        byte[] spki = Encode(ObjectIdentifiers.RsaEncryption, algorithm => algorithm.WriteNull(), key.Encode());
        return new VerificationKey(KeyKind.Rsa, modulus, exponent, spki);
    }

    internal static VerificationKey FromP256(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, string name)
    {
        KeyRules.CheckP256(x, y, name);
        byte[] spki = Encode(
            ObjectIdentifiers.EcPublicKey, algorithm => algorithm.WriteObjectIdentifier(ObjectIdentifiers.P256), [4, .. x, .. y]);
        return new VerificationKey(KeyKind.EcP256, x, y, spki);
    }

    private static byte[] Encode(string identifier, Action<AsnWriter> parameters, ReadOnlySpan<byte> key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(identifier);
                parameters(writer);
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }
}
