using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>The files of a new key pair.</summary>
/// <param name="PrivateKey">The path of <c>update.key</c>.</param>
/// <param name="PublicKey">The path of <c>update.pub</c>.</param>
/// <param name="Header">The path of <c>update_certs.h</c>, if it was asked for.</param>
/// <param name="Key">The public key.</param>
public sealed record KeyFiles(string PrivateKey, string PublicKey, string? Header, VerificationKey Key)
{
    /// <summary>
    /// PBES2 with AES-256 and PBKDF2-HMAC-SHA-256. 600,000 iterations is what the OWASP Password Storage Cheat Sheet asks for; opening
    /// the key takes a fraction of a second with them.
    /// </summary>
    internal static readonly PbeParameters Encryption =
        new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// Creates a key pair: <c>update.key</c> (PKCS#8 in PEM, readable by its owner alone from the first byte), <c>update.pub</c>
    /// (SubjectPublicKeyInfo in PEM) and, on request, <c>update_certs.h</c>. Nothing is overwritten, and where one file cannot be
    /// written none stays.
    /// </summary>
    /// <param name="directory">The folder; created if it does not exist.</param>
    /// <param name="type">Kind and size.</param>
    /// <param name="password">Where the password is that encrypts the private key; null leaves it unencrypted.</param>
    /// <param name="withHeader">Whether to write the C header too.</param>
    /// <exception cref="FotaException">A file exists or cannot be written, or the password is not to be had.</exception>
    public static KeyFiles Create(string directory, KeyType type = KeyType.Rsa3072, KeyPassword? password = null, bool withHeader = false)
    {
        string privatePath = Path.Combine(directory, "update.key");
        string publicPath = Path.Combine(directory, "update.pub");
        string? headerPath = withHeader ? Path.Combine(directory, "update_certs.h") : null;
        foreach (string? path in (string?[])[privatePath, publicPath, headerPath])
        {
            if (path is not null && Path.Exists(path))
                throw Exists(path);
        }

        using SigningKey key = SigningKey.Generate(type);
        byte[] pem = PrivatePem(key, password);
        List<string> written = [];
        try
        {
            Directory.CreateDirectory(directory);
            WriteNew(privatePath, pem, OwnerOnly, written);
            WriteNew(publicPath, Encoding.ASCII.GetBytes(key.PublicKey.ToPem()), Public, written);
            if (headerPath is not null)
                WriteNew(headerPath, Encoding.ASCII.GetBytes(CertificateHeader.Generate([key.PublicKey])), Public, written);
            return new KeyFiles(privatePath, publicPath, headerPath, key.PublicKey);
        }
        catch (Exception e) when (e is FotaException or IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete);
            if (e is FotaException)
                throw;
            throw new FotaException(
                SigningErrors.KeyUnwritable,
                $"The key files cannot be written to {directory}: {e.Message}",
                "Give a folder that you may write to, on a disk with room.",
                e)
            { File = directory };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private static byte[] PrivatePem(SigningKey key, KeyPassword? password)
    {
        byte[] der = password is null ? key.ExportPkcs8([]) : password.Use(secret => key.ExportPkcs8(secret));
        char[] pem = PemEncoding.Write(password is null ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY", der);
        byte[] bytes = new byte[pem.Length + 1];
        Encoding.ASCII.GetBytes(pem, bytes);
        bytes[^1] = (byte)'\n';
        CryptographicOperations.ZeroMemory(der);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(pem.AsSpan()));
        return bytes;
    }

    /// <summary>Writes beside the place and moves there, so that a file is whole or absent.</summary>
    private static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode mode, List<string> written)
    {
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            using (FileStream file = new(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (Path.Exists(path))
                throw Exists(path);
            File.Move(temporary, path, overwrite: false);
            written.Add(path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FotaException Exists(string path) => new(
        SigningErrors.KeyExists,
        $"{path} exists; keys are never overwritten, since a lost key cannot be replaced on devices in the field.",
        "Choose another folder, or move the file away yourself.")
    { File = path };
}
