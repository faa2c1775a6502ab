using System.CommandLine;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota sign</c>: signs an image with a key file.</summary>
internal sealed class SignCommand : FotaCommand
{
    private readonly Argument<string> image = new("IMAGE") { Description = "The file to sign: the full new image; - for standard input" };
    private readonly Option<string> key = new("--key") { Description = "The private key: PEM or DER, PKCS#1 or PKCS#8", HelpName = "FILE", Required = true };
    private readonly Option<string> output = new("--out") { Description = "Where the signature goes; - for standard output", HelpName = "FILE", Required = true };
    private readonly Option<SignatureAlgorithm?> algorithm = KeyOptions.Algorithm();
    private readonly Option<bool> force = CommonOptions.Force();
    private readonly KeyOptions keys = new();

    public SignCommand()
        : base(
            "sign",
            "Sign an image. The signature is verified before it is written; for RSA it equals that of openssl dgst -sha256 -sign.",
            "fota sign update.bin --key keys/update.key --out update.sig",
            "fota sign update.bin --key keys/update.key --out update.sig --algorithm rsa-pss-sha256 --password-env FOTA_KEY_PASSWORD")
    {
        Add(image);
        Add(key);
        Add(output);
        Add(algorithm);
        keys.AddTo(this);
        Add(force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string imagePath = arguments.GetRequiredValue(image), signaturePath = arguments.GetRequiredValue(output);
        bool replace = arguments.GetValue(force);
        terminal.SendProductTo(signaturePath);
        OutputFile.Check(signaturePath, replace);
        byte[] digest = InputFile.Digest(imagePath, cancellationToken);
        using KeyFileSigner signer = KeyFileSigner.Load(arguments.GetRequiredValue(key), keys.PasswordOrPrompt(arguments), arguments.GetValue(algorithm));
        KeyOptions.Warn(terminal, signer.Warnings);
        byte[] signature = signer.SignDigest(digest, cancellationToken);
        OutputFile.Write(signaturePath, signature, replace);
        var result = new SignResult(
            imagePath, Convert.ToHexStringLower(digest), signaturePath, signature.Length, signer.Algorithm.Name(), KeySummary.Of(signer.PublicKey));
        terminal.Answer(result, ToolJson.Shapes.SignResult, $"{signaturePath}  {signature.Length} bytes, {result.Algorithm}, by {signer.PublicKey}");
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota sign</c>.</summary>
internal sealed record SignResult(string Image, string Sha256, string Signature, int SignatureSize, string Algorithm, KeySummary Key);
