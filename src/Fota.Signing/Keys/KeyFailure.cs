using Fota.Errors;

namespace Fota.Signing;

/// <summary>The failures of reading a key, each worded once.</summary>
internal static class KeyFailure
{
    internal static FotaException NotAKey(string name, string why) => new(
        SigningErrors.NotAKey,
        $"{name} is not a key: {why}.",
        "Give an RSA or P-256 key in PEM or DER: PKCS#1, PKCS#8, SubjectPublicKeyInfo or an X.509 certificate.")
    { File = name };

    internal static FotaException Damaged(string name, string why, Exception? cause = null) => new(
        SigningErrors.KeyDamaged,
        $"The key {name} is damaged: {why}.",
        "Restore the file from its backup; `openssl pkey -in FILE -noout -check` examines a private key.",
        cause)
    { File = name };

    internal static FotaException Unsupported(string name, string kind) => new(
        SigningErrors.KeyUnsupported,
        $"The key {name} is {kind}; updates are signed with RSA or ECDSA on P-256.",
        "Create one with `fota keygen`, or with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`.")
    { File = name };

    internal static FotaException PasswordWrong(string name, KeyPassword password) => new(
        SigningErrors.PasswordWrong,
        $"The password from {password} does not open the private key {name}, or the key is damaged.",
        "Check that the password belongs to this key; a line end or blank in the secret counts as part of it.")
    { File = name };
}
