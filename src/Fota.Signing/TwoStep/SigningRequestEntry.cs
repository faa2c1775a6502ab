namespace Fota.Signing;

/// <summary>One file that is to be signed.</summary>
/// <param name="File">The file's name, without a folder: it lies beside the request.</param>
/// <param name="SignatureFile">The name of the file that the signature goes to.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Sha256">The SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
public sealed record SigningRequestEntry(string File, string SignatureFile, long Size, string Sha256);
