using System.Formats.Asn1;
using System.Security.Cryptography;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>Reads the encodings of private keys.</summary>
internal static class PrivateKeyReader
{
    private delegate void Import(ReadOnlySpan<byte> der, out int length);

    /// <summary>Reads the key of a file.</summary>
    /// <param name="file">The key file.</param>
    /// <param name="password">Where the password is, for an encrypted key.</param>
    /// <returns>An <see cref="RSA"/> or <see cref="ECDsa"/> object.</returns>
    /// <exception cref="FotaException">It is no private key, damaged, of another kind, or the password is missing or wrong.</exception>
    internal static AsymmetricAlgorithm Read(KeyFile file, KeyPassword? password)
    {
        try
        {
            return file.Form switch
            {
                KeyForm.Pkcs8 => ReadPkcs8(file.Content, file.Name),
                KeyForm.Pkcs1Private => ImportRsa(file.Content, rsa => rsa.ImportRSAPrivateKey, file.Name),
                KeyForm.Sec1Private => ImportEc(file.Content, ec => ec.ImportECPrivateKey, file.Name),
                KeyForm.EncryptedPkcs8 => ReadDecrypted(Pbes2.Decrypt(file, password ?? throw PasswordMissing(file.Name)), file.Name),
                KeyForm.EncryptedLegacyPem => ReadDecrypted(
                    LegacyPem.Decrypt(file, password ?? throw PasswordMissing(file.Name)), file.Name),
                _ => throw PrivateNeeded(file.Name),
            };
        }
        catch (PlatformNotSupportedException)
        {
            throw KeyFailure.Unsupported(file.Name, "an EC key on a curve that this machine does not know");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            // The exception's text is the platform's and tells little; its numbers contradict each other or are cut off.
            throw KeyFailure.Damaged(file.Name, "its encoding is truncated or malformed, or its numbers contradict each other", e);
        }
    }

    private static AsymmetricAlgorithm ReadDecrypted(byte[] pkcs8, string name)
    {
        try
        {
            return ReadPkcs8(pkcs8, name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static AsymmetricAlgorithm ReadPkcs8(ReadOnlyMemory<byte> der, string name)
    {
        AsnReader info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        info.ReadIntegerBytes(); // version
        string identifier = info.ReadSequence().ReadObjectIdentifier();
        return identifier switch
        {
            ObjectIdentifiers.RsaEncryption => ImportRsa(der, rsa => rsa.ImportPkcs8PrivateKey, name),
            ObjectIdentifiers.EcPublicKey => ImportEc(der, ec => ec.ImportPkcs8PrivateKey, name),
            _ => throw KeyFailure.Unsupported(name, ObjectIdentifiers.NameOf(identifier)),
        };
    }

    private static RSA ImportRsa(ReadOnlyMemory<byte> der, Func<RSA, Import> import, string name)
    {
        RSA rsa = RSA.Create();
        return ImportWhole(rsa, import(rsa), der, name);
    }

    private static ECDsa ImportEc(ReadOnlyMemory<byte> der, Func<ECDsa, Import> import, string name)
    {
        ECDsa ec = ECDsa.Create();
        ImportWhole(ec, import(ec), der, name);
        ECCurve curve = ec.ExportParameters(includePrivateParameters: false).Curve;
        if (curve.IsNamed && curve.Oid.Value == ObjectIdentifiers.P256)
            return ec;
        ec.Dispose();
        throw KeyFailure.Unsupported(name, curve.IsNamed ? ObjectIdentifiers.NameOf(curve.Oid.Value!) : "an EC key on an unnamed curve");
    }

    private static T ImportWhole<T>(T key, Import import, ReadOnlyMemory<byte> der, string name)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(der.Span, out int length);
            return length == der.Length ? key : throw KeyFailure.Damaged(name, $"{der.Length - length} bytes follow its end");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static FotaException PasswordMissing(string name) => new(
        SigningErrors.PasswordMissing,
        $"The private key {name} is encrypted, and no password was given.",
        "Name the environment variable or file that holds the password.")
    { File = name };

    private static FotaException PrivateNeeded(string name) => new(
        SigningErrors.PrivateKeyNeeded,
        $"{name} is a public key; signing needs the private one.",
        "Give the private key; `fota keygen` writes it as update.key.")
    { File = name };
}
