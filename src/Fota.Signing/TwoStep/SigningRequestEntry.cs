namespace Fota.Signing;

/// <summary>One file that is to be signed.</summary>
/// <param name="File">The file's name, without a folder: it lies beside the request.</param>
/// <param name="SignatureFile">The name of the file that the signature goes to.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Sha256">The SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
public sealed record SigningRequestEntry(string File, string SignatureFile, long Size, string Sha256)
{
    /// <summary>Describes a file as it is now.</summary>
    /// <param name="directory">The folder of the package.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="signatureFile">The name of the file that the signature goes to.</param>
    /// <param name="cancellationToken">Ends the hashing.</param>
    /// <exception cref="Fota.Errors.FotaException">The file cannot be read.</exception>
    public static SigningRequestEntry Describe(
        string directory, string file, string signatureFile, CancellationToken cancellationToken = default)
    {
        string path = Path.Combine(directory, file);
        string sha256 = Convert.ToHexString(ImageDigest.OfFile(path, cancellationToken)).ToLowerInvariant();
        return new SigningRequestEntry(file, signatureFile, new FileInfo(path).Length, sha256);
    }
}
