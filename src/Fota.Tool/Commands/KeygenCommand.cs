using System.CommandLine;
using Fota.Errors;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota keygen</c>: creates a key pair.</summary>
internal sealed class KeygenCommand : FotaCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder for the files; created if it does not exist" };
    private readonly Option<int?> _bits = new("--bits") { Description = "Size of the RSA key: 2048, 3072 (default) or 4096", HelpName = "N" };
    private readonly Option<bool> _p256 = new("--p256") { Description = "Make a P-256 key for ECDSA instead of an RSA key" };
    private readonly Option<bool> _certs = new("--certs") { Description = "Write update_certs.h for the firmware too" };
    private readonly KeyOptions _keys = new();

    public KeygenCommand()
        : base(
            "keygen",
            "Create a key pair: update.key (private, for its owner alone) and update.pub. Nothing is ever overwritten.",
            "fota keygen keys",
            "fota keygen keys --bits 2048 --certs",
            "fota keygen keys --password-env FOTA_KEY_PASSWORD")
    {
        Add(_folder);
        Add(_bits);
        Add(_p256);
        Add(_certs);
        _keys.AddTo(this);
        _bits.Accept(number => number is 2048 or 3072 or 4096, "--bits must be 2048, 3072 or 4096.");
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        int? size = arguments.GetValue(_bits);
        bool elliptic = arguments.GetValue(_p256);
        if (elliptic && size is not null)
            throw new FotaException(ToolErrors.CommandLine, "A P-256 key has one size.", "Give --bits for an RSA key, or --p256 alone.");
        KeyType chosen = elliptic ? KeyType.EcP256 : (KeyType)(size ?? (int)KeyType.Rsa3072);
        KeyPassword? password = _keys.Password(arguments);
        KeyFiles made = KeyFiles.Create(arguments.GetRequiredValue(_folder), chosen, password, arguments.GetValue(_certs));
        var result = new KeygenResult(made.PrivateKey, made.PublicKey, made.Header, KeySummary.Of(made.Key), password is not null);
        terminal.Answer(
            result,
            ToolJson.Shapes.KeygenResult,
            [
                $"{made.PrivateKey}  private key, {(password is null ? "not encrypted" : "encrypted")}: keep it secret, keep a copy offline",
                $"{made.PublicKey}  public key: commit it, and name it in FotaPublicKey",
                .. made.Header is null ? (string[])[] : [$"{made.Header}  for the firmware"],
                $"{made.Key}",
            ]);
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota keygen</c>.</summary>
internal sealed record KeygenResult(string PrivateKey, string PublicKey, string? Header, KeySummary Key, bool Encrypted);

/// <summary>A public key as commands print it.</summary>
internal sealed record KeySummary(string Kind, int Bits, string KeyId)
{
    public static KeySummary Of(VerificationKey key) => new(key.Kind == KeyKind.Rsa ? "rsa" : "p256", key.Bits, key.KeyId);
}
