using System.CommandLine;
using Fota.Errors;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota verify</c>: checks a signed image against a public key, offline.</summary>
internal sealed class VerifyCommand : FotaCommand
{
    private readonly Argument<string> image = new("IMAGE") { Description = "The signed image; - for standard input" };
    private readonly Option<string> key = new("--key") { Description = "The public key or certificate that is trusted", HelpName = "FILE", Required = true };
    private readonly Option<string?> signature = new("--signature") { Description = "The signature of the image", HelpName = "FILE" };
    private readonly Option<SignatureAlgorithm?> algorithm = KeyOptions.Algorithm();

    public VerifyCommand()
        : base(
            "verify",
            "Check a signature against a public key, offline. Exit code 0 means that the holder of the private key signed these bytes.",
            "fota verify update.bin --key keys/update.pub --signature update.sig")
    {
        Add(image);
        Add(key);
        Add(signature);
        Add(algorithm);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        VerificationKey trusted = VerificationKey.Load(arguments.GetRequiredValue(key));
        string path = arguments.GetRequiredValue(image);
        string signaturePath = arguments.GetValue(signature)
            ?? throw new FotaException(ToolErrors.CommandLine, "There is no signature to verify the image with.", "Give --signature FILE.");
        SignatureAlgorithm chosen = arguments.GetValue(algorithm) ?? SignatureAlgorithms.Default(trusted.Kind);
        byte[] digest = InputFile.Digest(path, cancellationToken);
        if (!trusted.Verify(chosen, digest, InputFile.Read(signaturePath)))
        {
            throw new FotaException(
                SigningErrors.SignatureInvalid,
                $"'{signaturePath}' is no {chosen.Name()} signature of '{path}' by the {trusted}.",
                "Image or signature were changed, or another key signed; do not install this image.");
        }

        var result = new VerifyResult(path, Convert.ToHexStringLower(digest), signaturePath, chosen.Name(), KeySummary.Of(trusted));
        terminal.Answer(result, ToolJson.Shapes.VerifyResult, $"{path}  signed by {trusted}, {result.Algorithm}");
        return Task.FromResult(0);
    }
}

/// <summary>The answer of <c>fota verify</c> for an image.</summary>
internal sealed record VerifyResult(string Image, string Sha256, string Signature, string Algorithm, KeySummary Key);
