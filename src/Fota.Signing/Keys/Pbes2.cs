using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>Decrypts private keys encrypted with PBES2 (RFC 8018): PBKDF2 or scrypt (RFC 7914), and AES in CBC mode.</summary>
internal static class Pbes2
{
    /// <summary>Above this, opening the key would take minutes: the file is crafted or a mistake.</summary>
    private const int MaxIterations = 20_000_000;

    /// <summary>The most memory that scrypt may use, 128 × N × r bytes; OpenSSL's own limit is 32 MB by default.</summary>
    private const long MaxScryptBytes = 256L * 1024 * 1024;

    private delegate byte[] KeyDerivation(byte[] password, int keySize);

    /// <summary>Decrypts an EncryptedPrivateKeyInfo.</summary>
    /// <param name="file">The key file.</param>
    /// <param name="password">The password's source.</param>
    /// <returns>The PrivateKeyInfo in DER; the caller clears it.</returns>
    internal static byte[] Decrypt(KeyFile file, KeyPassword password)
    {
        AsnReader outer = new(file.Content, AsnEncodingRules.DER);
        AsnReader info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader scheme = info.ReadSequence();
        byte[] encrypted = info.ReadOctetString();
        string identifier = scheme.ReadObjectIdentifier();
        if (identifier != ObjectIdentifiers.Pbes2)
            throw Unsupported(file.Name, identifier);

        AsnReader parameters = scheme.ReadSequence();
        KeyDerivation derive = ReadDerivation(parameters.ReadSequence(), file.Name);
        AsnReader cipher = parameters.ReadSequence();
        int keySize = KeySize(cipher.ReadObjectIdentifier(), file.Name);
        byte[] iv = cipher.ReadOctetString();
        if (iv.Length != 16 || encrypted.Length == 0 || encrypted.Length % 16 != 0)
            throw KeyFailure.Damaged(file.Name, "its encrypted content is not a whole number of blocks");
        return password.Use(secret => Decrypt(secret, derive, keySize, iv, encrypted, file.Name, password));
    }

    private static byte[] Decrypt(
        char[] secret, KeyDerivation derive, int keySize, byte[] iv, byte[] encrypted, string name, KeyPassword password)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        byte[] key = [];
        try
        {
            key = derive(bytes, keySize);
            using Aes aes = Aes.Create();
            aes.Key = key;
            byte[] plain = aes.DecryptCbc(encrypted, iv);
            if (DecodesAsKey(plain))
                return plain;
            CryptographicOperations.ZeroMemory(plain);
            throw KeyFailure.PasswordWrong(name, password);
        }
        catch (CryptographicException)
        {
            // The cause is left out: it is a padding error, and all there is to know is that the password is wrong.
            throw KeyFailure.PasswordWrong(name, password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>One wrong password in 256 gives a valid padding by chance.</summary>
    private static bool DecodesAsKey(byte[] plain)
    {
        try
        {
            return DerForm.Recognize(plain) == KeyForm.Pkcs8;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static KeyDerivation ReadDerivation(AsnReader derivation, string name)
    {
        string identifier = derivation.ReadObjectIdentifier();
        AsnReader parameters = derivation.ReadSequence();
        return identifier switch
        {
            ObjectIdentifiers.Pbkdf2 => ReadPbkdf2(parameters, name),
            ObjectIdentifiers.Scrypt => ReadScrypt(parameters, name),
            _ => throw Unsupported(name, identifier),
        };
    }

    private static KeyDerivation ReadPbkdf2(AsnReader parameters, string name)
    {
        byte[] salt = parameters.ReadOctetString();
        if (!parameters.TryReadInt32(out int iterations) || iterations is < 1 or > MaxIterations)
            throw KeyFailure.Damaged(name, $"its iteration count is not between 1 and {MaxIterations:N0}");
        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            parameters.ReadIntegerBytes(); // key length, which the cipher tells as well
        HashAlgorithmName hash = HashAlgorithmName.SHA1; // the default of RFC 8018, A.2
        if (parameters.HasData)
            hash = Hash(parameters.ReadSequence().ReadObjectIdentifier(), name);
        return (password, keySize) => Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, keySize);
    }

    private static KeyDerivation ReadScrypt(AsnReader parameters, string name)
    {
        byte[] salt = parameters.ReadOctetString();
        bool valid = parameters.TryReadInt32(out int n) & parameters.TryReadInt32(out int r) & parameters.TryReadInt32(out int p);
        if (!valid || n < 2 || !int.IsPow2(n) || r < 1 || p is < 1 or > 16 || 128L * n * r > MaxScryptBytes)
            throw KeyFailure.Damaged(name, $"its scrypt parameters are invalid or need more than {MaxScryptBytes >> 20} MB of memory");
        return (password, keySize) => Org.BouncyCastle.Crypto.Generators.SCrypt.Generate(password, salt, n, r, p, keySize);
    }

    private static HashAlgorithmName Hash(string identifier, string name) => identifier switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw Unsupported(name, identifier),
    };

    private static int KeySize(string identifier, string name) => identifier switch
    {
        "2.16.840.1.101.3.4.1.2" => 16,
        "2.16.840.1.101.3.4.1.22" => 24,
        "2.16.840.1.101.3.4.1.42" => 32,
        _ => throw Unsupported(name, identifier),
    };

    private static FotaException Unsupported(string name, string identifier) => new(
        SigningErrors.KeyUnsupported,
        $"The private key {name} is encrypted in a way that is not supported (object identifier {identifier}).",
        $"Encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in {name} -out NEW`.")
    { File = name };
}
