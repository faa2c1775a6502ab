using System.CommandLine;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota sign</c>: signs an image, or what a build left to be signed elsewhere.</summary>
internal sealed class SignCommand : FotaCommand
{
    private readonly Argument<string?> _image = new("IMAGE") { Description = "The file to sign: the full new image; - for standard input", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly Option<string?> _key = new("--key") { Description = "The private key (PEM or DER, PKCS#1 or PKCS#8), or a PKCS#11 URI", HelpName = "FILE" };
    private readonly Option<string?> _publicKey = new("--public") { Description = "The public key: for a PKCS#11 URI, or to check --signatures", HelpName = "FILE" };
    private readonly Option<string?> _output = new("--out") { Description = "Where the signature goes (- for standard output), or the folder for those of --request", HelpName = "FILE" };
    private readonly Option<string?> _request = new("--request") { Description = "Sign an update.tbs.json, without its package", HelpName = "FILE" };
    private readonly Option<string?> _attach = new("--attach") { Description = "Complete the package in this update folder", HelpName = "DIR" };
    private readonly Option<string?> _signatures = new("--signatures") { Description = "Folder of signatures made with --request, for --attach", HelpName = "DIR" };
    private readonly Option<SignatureAlgorithm?> _algorithm = KeyOptions.Algorithm();
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly KeyOptions _keys = new();

    public SignCommand()
        : base(
            "sign",
            "Sign an image. The signature is verified before it is written; for RSA it equals that of openssl dgst -sha256 -sign.",
            "fota sign update.bin --key keys/update.key --out update.sig",
            "fota sign update.bin --key keys/update.key --out update.sig --algorithm rsa-pss-sha256 --password-env FOTA_KEY_PASSWORD",
            "fota sign --attach bin/Release/fota --key keys/update.key          complete a package that was built without the key",
            "fota sign --request update.tbs.json --key keys/update.key --out signed",
            "fota sign --attach bin/Release/fota --signatures signed --public keys/update.pub")
    {
        Add(_image);
        foreach (Option option in (Option[])[_key, _publicKey, _output, _request, _attach, _signatures, _algorithm])
            Add(option);
        _keys.AddTo(this);
        Add(_fill);
        Add(_force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string? file = arguments.GetValue(_image), requestFile = arguments.GetValue(_request), folder = arguments.GetValue(_attach);
        switch (file, requestFile, folder)
        {
            case ({ } path, null, null):
                SignImage(arguments, terminal, path, cancellationToken);
                break;
            case (null, { } path, null):
                SignRequest(arguments, terminal, path, cancellationToken);
                break;
            case (null, null, { } path):
                Attach(arguments, terminal, path, cancellationToken);
                break;
            default:
                throw new FotaException(ToolErrors.CommandLine, "What to sign is not clear.", "Name one: an IMAGE, --request FILE or --attach DIR.");
        }

        return Task.FromResult(0);
    }

    private void SignImage(ParseResult arguments, Terminal terminal, string path, CancellationToken cancellationToken)
    {
        string signaturePath = Require(arguments, _output);
        bool replace = arguments.GetValue(_force);
        terminal.SendProductTo(signaturePath);
        OutputFile.Check(signaturePath, replace);
        byte[] digest = InputFile.Digest(path, arguments.FillOf(_fill), out ImageFile? taken, cancellationToken);
        using var signer = OpenedSigner.Open(Signer(arguments, terminal, arguments.GetValue(_algorithm)));
        byte[] signature = signer.Value.SignDigest(digest, cancellationToken);
        OutputFile.Write(signaturePath, signature, replace);
        var result = new SignResult(
            path, Sha256Digest.FromBytes(digest).ToString(), signaturePath, signature.Length, signer.Value.Algorithm.Name(), KeySummary.Of(signer.Value.PublicKey),
            taken is null ? null : ImageOrigin.Of(taken));
        string of = taken is null ? "" : $", of the image in {path} ({taken})";
        terminal.Answer(result, ToolJson.Shapes.SignResult, $"{signaturePath}  {signature.Length} bytes, {result.Algorithm}, by {signer.Value.PublicKey}{of}");
    }

    private void SignRequest(ParseResult arguments, Terminal terminal, string path, CancellationToken cancellationToken)
    {
        string folder = Require(arguments, _output);
        bool replace = arguments.GetValue(_force);
        var wanted = SigningRequest.Read(path);
        foreach (SigningRequestEntry entry in wanted.Entries)
            OutputFile.CheckInNewFolder(Path.Combine(folder, entry.SignatureFile), replace);
        using var signer = OpenedSigner.Open(Signer(arguments, terminal, wanted.Algorithm));
        wanted.RequireSigner(signer.Value);
        terminal.Note($"signs {wanted.Product} {wanted.Version} with {wanted.Algorithm.Name()} by {signer.Value.PublicKey}:");
        foreach (SigningRequestEntry entry in wanted.Entries)
            terminal.Note($"  {entry.Sha256}  {entry.File} ({entry.Size:N0} bytes)");
        IReadOnlyDictionary<string, byte[]> made = wanted.Sign(signer.Value, cancellationToken);
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] signature) in made)
            OutputFile.Write(Path.Combine(folder, name), signature, replace);
        var result = new SignRequestResult(folder, wanted.Product, wanted.Version, [.. made.Keys], wanted.Algorithm.Name(), KeySummary.Of(signer.Value.PublicKey));
        terminal.Answer(result, ToolJson.Shapes.SignRequestResult, result.Signatures.Select(name => Path.Combine(folder, name)));
    }

    private void Attach(ParseResult arguments, Terminal terminal, string folder, CancellationToken cancellationToken)
    {
        UpdateManifest manifest;
        if (arguments.GetValue(_signatures) is { } signed)
        {
            var wanted = SigningRequest.Read(Path.Combine(folder, SigningRequest.FileName));
            Dictionary<string, byte[]> made = wanted.Entries.ToDictionary(each => each.SignatureFile, each => InputFile.Read(Path.Combine(signed, each.SignatureFile)));
            manifest = PackageCompletion.Attach(folder, made, [VerificationKey.Load(Require(arguments, _publicKey))], cancellationToken);
        }
        else
        {
            var wanted = SigningRequest.Read(Path.Combine(folder, SigningRequest.FileName));
            using var signer = OpenedSigner.Open(Signer(arguments, terminal, wanted.Algorithm));
            manifest = PackageCompletion.Sign(folder, signer.Value, cancellationToken);
        }

        var result = new AttachResult(folder, manifest.Product.Name, manifest.Version.ToString(), manifest.Signature!.Algorithm.Name(), manifest.Signature.KeyId);
        terminal.Answer(result, ToolJson.Shapes.AttachResult, $"{folder}: {result.Product} {result.Version} is complete, signed by key {result.KeyId}");
    }

    private ISigner Signer(ParseResult arguments, Terminal terminal, SignatureAlgorithm? chosen)
    {
        string path = Require(arguments, _key);
        if (Pkcs11Signer.IsUri(path))
            return new Pkcs11Signer(path, VerificationKey.Load(Require(arguments, _publicKey)), _keys.Password(arguments), chosen);
        KeyFileSigner signer = KeyFileSigner.Load(path, _keys.PasswordOrPrompt(arguments), chosen);
        KeyOptions.Warn(terminal, signer.Warnings);
        return signer;
    }

    private static string Require(ParseResult arguments, Option<string?> option) => arguments.GetValue(option)
        ?? throw new FotaException(ToolErrors.CommandLine, $"Option '{option.Name}' is missing.", "Run 'fota sign --help' for its arguments and examples.");
}

/// <summary>A signer that is disposed of, where it holds a key.</summary>
internal sealed class OpenedSigner : IDisposable
{
    private OpenedSigner(ISigner signer) => Value = signer;

    public ISigner Value { get; }

    public static OpenedSigner Open(ISigner signer) => new(signer);

    public void Dispose() => (Value as IDisposable)?.Dispose();
}

/// <summary>The answer of <c>fota sign IMAGE</c>.</summary>
internal sealed record SignResult(string Image, string Sha256, string Signature, int SignatureSize, string Algorithm, KeySummary Key, ImageOrigin? From);

/// <summary>The answer of <c>fota sign --request</c>.</summary>
internal sealed record SignRequestResult(string Folder, string Product, string Version, IReadOnlyList<string> Signatures, string Algorithm, KeySummary Key);

/// <summary>The answer of <c>fota sign --attach</c>.</summary>
internal sealed record AttachResult(string Folder, string Product, string Version, string Algorithm, string KeyId);
