using System.Security.Cryptography;
using Fota.Errors;

namespace Fota.Signing;

/// <summary>Tells private keys from other files, so that none is written over.</summary>
public static class PrivateKeyFile
{
    /// <summary>The largest file that is looked at; keys are smaller.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Whether the file has a private key in PEM, encrypted or not, or a plain one in DER. A file that cannot be read is none.</summary>
    /// <param name="path">A regular file.</param>
    public static bool IsOne(string path)
    {
        byte[] content = [];
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                return false;
            content = BoundedFile.Read(path, MaxBytes, out _);
            if (content.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0)
                return true;
            using var key = SigningKey.Load(path, null);
            return true;
        }
        catch (Exception e) when (e is FotaException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
