using System.Text;
using Fota.Errors;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;

namespace Fota.Signing;

/// <summary>
/// Decrypts PEM with a <c>DEK-Info</c> header. Its key derivation is a single MD5 round, so it is read but never written.
/// </summary>
internal static class LegacyPem
{
    /// <summary>Decrypts the key of a PEM file.</summary>
    /// <returns>The PrivateKeyInfo in DER; the caller clears it.</returns>
    internal static byte[] Decrypt(KeyFile file, KeyPassword password) => password.Use(secret =>
    {
        try
        {
            using StreamReader text = new(new MemoryStream(file.Content.ToArray()), Encoding.ASCII);
            using PemReader reader = new(text, new Password(secret));
            object? content = null;
            do
            {
                content = reader.ReadObject();
            }
            while (content is not (null or AsymmetricCipherKeyPair or AsymmetricKeyParameter));

            return content switch
            {
                AsymmetricCipherKeyPair pair => PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetDerEncoded(),
                AsymmetricKeyParameter { IsPrivate: true } key => PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded(),
                _ => throw KeyFailure.Damaged(file.Name, "its PEM text is truncated or malformed"),
            };
        }
        catch (Exception e) when (e is not (FotaException or OutOfMemoryException))
        {
            // The reader reports malformed text and a wrong password alike, by exceptions of many types.
            throw KeyFailure.PasswordWrong(file.Name, password);
        }
    });

    private sealed class Password(char[] secret) : IPasswordFinder
    {
        public char[] GetPassword() => secret;
    }
}
