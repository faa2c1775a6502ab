using Fota.Errors;

namespace Fota.Signing;

/// <summary>What is wrong with a private key without making it unusable: the work goes on, and the person is told.</summary>
internal static class KeyWarnings
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int SmallestCommonExponent = 65537;

    /// <summary>
    /// Looks at a key and at its file. On Windows permissions are not examined: a file there inherits the access list of its folder,
    /// which for a user's profile names the user and the administrators only.
    /// </summary>
    internal static IReadOnlyList<Diagnostic> Of(KeyFile file, VerificationKey key)
    {
        List<Diagnostic> warnings = [];
        if (file.Mode is { } mode && (mode & Others) != 0)
        {
            warnings.Add(new Diagnostic(
                SigningErrors.KeyExposed,
                $"The private key {file.Name} can be read by others than its owner (mode {Convert.ToString((int)mode, 8)}).",
                $"Run `chmod 600 {file.Name}`, and change the key if others could log in to this machine."));
        }

        if (file.IsEncryptedWithDes)
        {
            warnings.Add(new Diagnostic(
                SigningErrors.KeyEncryptionBroken,
                $"The private key {file.Name} is encrypted with single DES, whose 56 bits anyone can search.",
                $"Encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in {file.Name} -out NEW`."));
        }

        if (key.Kind == KeyKind.Rsa && key.Exponent.Span is [var exponent])
        {
            warnings.Add(new Diagnostic(
                SigningErrors.KeyExponentSmall,
                $"The RSA key {file.Name} has the exponent {exponent}: a verifier that is careless about padding takes forged signatures for such keys.",
                $"The next key should have the exponent {SmallestCommonExponent}, as those of `fota keygen` have."));
        }

        return warnings;
    }
}
