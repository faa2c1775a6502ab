using System.Security.Cryptography;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>A private key in memory. Dispose it as soon as the signatures are made.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private SigningKey(AsymmetricAlgorithm key, string name, KeyFile? file)
    {
        _key = key;
        PublicKey = ExtractPublicKey(key, name);
        Warnings = file is null ? [] : KeyWarnings.Of(file, PublicKey);
    }

    /// <summary>The public half.</summary>
    public VerificationKey PublicKey { get; }

    /// <summary>What was found about the key and its file; the caller decides how to show it.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>Reads a private key: PKCS#8 (plain or PBES2), PKCS#1 or SEC 1, in PEM or DER.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="password">Where the password is, if the key is encrypted; it is read only then.</param>
    /// <exception cref="Fota.Errors.FotaException">The file is missing, is no private key, or the password does not open it.</exception>
    public static SigningKey Load(string path, KeyPassword? password = null)
    {
        using KeyFile file = KeyFile.Read(path);
        AsymmetricAlgorithm key = PrivateKeyReader.Read(file, password);
        try
        {
            return new SigningKey(key, path, file);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Creates a key pair with the random numbers of the operating system.</summary>
    public static SigningKey Generate(KeyType type) => new(
        type == KeyType.EcP256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create((int)type), "the new key", null);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>
    /// Signs a digest. The same key and digest give the same signature with each algorithm, so that builds are reproducible.
    /// </summary>
    internal byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> sha256) => (algorithm, _key) switch
    {
        (SignatureAlgorithm.RsaPkcs1Sha256, RSA rsa) =>
            rsa.SignHash(sha256.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        (SignatureAlgorithm.RsaPssSha256, RSA rsa) => DeterministicSignature.Pss(rsa, sha256),
        (SignatureAlgorithm.EcdsaP256Sha256, ECDsa ec) => DeterministicSignature.Ecdsa(ec, sha256),
        _ => throw new ArgumentException($"{PublicKey} cannot sign with {algorithm}.", nameof(algorithm)),
    };

    /// <summary>The key as PKCS#8 in DER, encrypted if a password is given; the caller clears it.</summary>
    internal byte[] ExportPkcs8(ReadOnlySpan<char> password) =>
        password.IsEmpty ? _key.ExportPkcs8PrivateKey() : _key.ExportEncryptedPkcs8PrivateKey(password, KeyFiles.Encryption);

    private static VerificationKey ExtractPublicKey(AsymmetricAlgorithm key, string name)
    {
        if (key is RSA rsa)
        {
            RSAParameters parameters = rsa.ExportParameters(includePrivateParameters: false);
            return VerificationKey.FromRsa(
                parameters.Modulus.AsSpan().TrimStart((byte)0), parameters.Exponent.AsSpan().TrimStart((byte)0), name);
        }

        ECPoint point = ((ECDsa)key).ExportParameters(includePrivateParameters: false).Q;
        return VerificationKey.FromP256(point.X, point.Y, name);
    }
}
