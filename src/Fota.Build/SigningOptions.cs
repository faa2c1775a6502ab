using Fota.Errors;
using Fota.Signing;

namespace Fota.Build;

/// <summary>How the project signs: with a key file, a token, an external program, or later on another machine.</summary>
internal sealed record SigningOptions
{
    public required string Key { get; init; }

    public required string PasswordVariable { get; init; }

    public required string PasswordFile { get; init; }

    public required string Command { get; init; }

    public required TimeSpan? Timeout { get; init; }

    public required string Module { get; init; }

    public required bool Deferred { get; init; }

    public required SignatureAlgorithm? Algorithm { get; init; }

    public required IReadOnlyList<string> PublicKeys { get; init; }

    public required string Directory { get; init; }

    public static SignatureAlgorithm ParseAlgorithm(string name) =>
        SignatureAlgorithms.TryParse(name, out SignatureAlgorithm algorithm)
            ? algorithm
            : throw Property.Invalid(
                "FotaSignatureAlgorithm", name, $"Set it to {string.Join(", ", Enum.GetValues<SignatureAlgorithm>().Select(a => a.Name()))}.");

    /// <summary>Gives what opens the signer when something must be signed; null where another machine signs.</summary>
    /// <exception cref="FotaException">The properties contradict each other, or a key is missing.</exception>
    public Func<ISigner>? Opener()
    {
        KeyFileCheck.RequirePublicKeys(PublicKeys);
        bool[] ways = [Key.Length > 0, Command.Length > 0, Deferred];
        if (ways.Count(way => way) > 1)
        {
            throw new FotaException(
                BuildErrors.SignersContradict,
                "More than one of FotaSigningKey, FotaSigningCommand and FotaDeferSigning is set.",
                "Keep the one that signs this product, and leave the others empty.");
        }

        if (Deferred)
            return null;
        if (Command.Length > 0)
            return () => new CommandSigner(SigningCommand.Parse(Command), CurrentKey(), Directory, Algorithm, Timeout);
        if (Pkcs11Signer.IsUri(Key))
            return () => new Pkcs11Signer(Key, CurrentKey(), Password(), Algorithm, Module.Length > 0 ? Module : null);
        KeyFileCheck.RequirePrivateKey(Key);
        return () => KeyFileSigner.Load(Key, Password(), Algorithm);
    }

    // What signs elsewhere shows no key: the first of the list is the current one.
    private VerificationKey CurrentKey() => VerificationKey.Load(PublicKeys[0]);

    private KeyPassword? Password()
    {
        if (PasswordVariable.Length > 0)
            return KeyPassword.FromEnvironment(PasswordVariable);
        return PasswordFile.Length > 0 ? KeyPassword.FromFile(PasswordFile) : null;
    }
}
