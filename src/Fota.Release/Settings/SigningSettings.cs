using System.Text;
using Fota.Errors;
using Fota.Signing;

namespace Fota.Release.Settings;

/// <summary>How a project signs: with a key file, a token, an external program, or later on another machine.</summary>
public sealed class SigningSettings
{
    private readonly NamedSettings _settings;
    private readonly ProjectPaths _paths;
    private readonly IReadOnlyList<string> _publicKeys;

    internal SigningSettings(NamedSettings settings, ProjectPaths paths, IReadOnlyList<string> publicKeys)
    {
        _settings = settings;
        _paths = paths;
        _publicKeys = publicKeys;
        string key = settings.Set(FotaSettings.SigningKey);
        if (key.Length == 0 && Command.Length == 0 && !IsDeferred)
            key = FotaSettings.SigningKey.Default;
        Key = key.Length == 0 ? string.Empty : Pkcs11Signer.IsUri(key) ? Encoded(key) : paths.Of(key);
    }

    /// <summary>The full path of the private key's file, or the URI of the token's; empty where there is neither.</summary>
    public string Key { get; }

    /// <summary>The full path of the private key's file; null where the key is not in a file.</summary>
    public string? KeyFile => Key.Length == 0 || Pkcs11Signer.IsUri(Key) ? null : Key;

    /// <summary>Where the private key is, in words.</summary>
    public string Description => IsDeferred ? "signed later, on another machine"
        : Command.Length > 0 ? $"command: {Command}"
        : Pkcs11Signer.IsUri(Key) ? $"token: {Key}"
        : Key;

    /// <summary>The algorithm; null for the default of the key's kind.</summary>
    public SignatureAlgorithm? Algorithm => _settings.Get(FotaSettings.SignatureAlgorithm);

    private string Command => _settings.Text(FotaSettings.SigningCommand);

    private bool IsDeferred => _settings.Get(FotaSettings.DeferSigning);

    /// <summary>Gives what opens the signer when something must be signed; null where another machine signs.</summary>
    /// <exception cref="FotaException">The settings contradict each other (FOTA6005), or a key is missing (FOTA6004).</exception>
    public Func<ISigner>? Opener()
    {
        KeyFileCheck.RequirePublicKeys(_publicKeys);
        bool[] ways = [Key.Length > 0, Command.Length > 0, IsDeferred];
        if (ways.Count(way => way) > 1)
        {
            throw new FotaException(
                SettingErrors.SignersContradict,
                "More than one of FotaSigningKey, FotaSigningCommand and FotaDeferSigning is set.",
                "Keep the one that signs this product, and leave the others empty.");
        }

        if (IsDeferred)
            return null;
        if (Command.Length > 0)
            return () => new CommandSigner(SigningCommand.Parse(Command), CurrentKey(), _paths.Directory, Algorithm, _settings.Get(FotaSettings.SigningTimeout));
        if (KeyFile is null)
            return () => new Pkcs11Signer(Key, CurrentKey(), Password(), Algorithm, _settings.Text(FotaSettings.Pkcs11Module) is { Length: > 0 } module ? module : null);
        KeyFileCheck.RequirePrivateKey(KeyFile);
        return () => KeyFileSigner.Load(KeyFile, Password(), Algorithm);
    }

    // What signs elsewhere shows no key: the first of the list is the current one.
    private VerificationKey CurrentKey() => VerificationKey.Load(_publicKeys[0]);

    private KeyPassword? Password()
    {
        if (_settings.Text(FotaSettings.SigningKeyPasswordVariable) is { Length: > 0 } variable)
            return KeyPassword.FromEnvironment(variable);
        return _settings.Text(FotaSettings.SigningKeyPasswordFile) is { Length: > 0 } file ? KeyPassword.FromFile(_paths.Of(file)) : null;
    }

    // MSBuild takes %20 for an escape of its own and gives a space, which no URI has.
    private static string Encoded(string uri)
    {
        var text = new StringBuilder();
        for (int i = 0; i < uri.Length; i++)
        {
            char c = uri[i];
            bool isEscape = c == '%' && i + 2 < uri.Length && char.IsAsciiHexDigit(uri[i + 1]) && char.IsAsciiHexDigit(uri[i + 2]);
            if (isEscape || char.IsAsciiLetterOrDigit(c) || "-._~:;=?&/@!$'()*+,[]|".Contains(c, StringComparison.Ordinal))
            {
                text.Append(c);
                continue;
            }

            int length = char.IsHighSurrogate(c) && i + 1 < uri.Length ? 2 : 1;
            text.Append(Uri.EscapeDataString(uri.AsSpan(i, length).ToString()));
            i += length - 1;
        }

        return text.ToString();
    }
}
