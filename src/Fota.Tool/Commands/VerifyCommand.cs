using System.CommandLine;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota verify</c>: checks a signed image, or a whole package, against public keys, offline.</summary>
internal sealed class VerifyCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PATH") { Description = "The signed image (- for standard input), or an update folder" };
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "A public key or certificate that is trusted; several for a package",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _signature = new("--signature") { Description = "The signature of the image", HelpName = "FILE" };
    private readonly Option<string?> _archive = new("--archive") { Description = "The archive of bases, to apply a package's patches too", HelpName = "DIR" };
    private readonly Option<SignatureAlgorithm?> _algorithm = KeyOptions.Algorithm();

    public VerifyCommand()
        : base(
            "verify",
            "Check signatures against public keys, offline. Exit code 0 means that the holder of the private key signed these bytes.",
            "fota verify update.bin --key keys/update.pub --signature update.sig",
            "fota verify bin/Release/fota --key keys/update.pub --archive .fota/Release")
    {
        Add(_place);
        Add(_keys);
        Add(_signature);
        Add(_archive);
        Add(_algorithm);
        Add(_fill);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_place);
        VerificationKey[] trusted = [.. arguments.GetRequiredValue(_keys).Select(VerificationKey.Load)];
        if (Directory.Exists(path))
            return Task.FromResult(VerifyPackage(arguments, terminal, path, trusted));
        VerifyImage(arguments, terminal, path, trusted, cancellationToken);
        return Task.FromResult(0);
    }

    private int VerifyPackage(ParseResult arguments, Terminal terminal, string folder, VerificationKey[] trusted)
    {
        BaseArchive? bases = arguments.GetValue(_archive) is { } directory ? BaseArchive.Open(directory) : null;
        PackageVerification found = PackageVerifier.Verify(folder, trusted, bases);
        IReadOnlyList<Diagnostic> faults = found.Faults;
        var result = new VerifyPackageResult(folder, found.Manifest?.Product.Name, found.Manifest?.Version.ToString(), found.Checked, faults);
        if (terminal.Json || found.IsValid)
        {
            terminal.Answer(
                result, ToolJson.Shapes.VerifyPackageResult, [$"{result.Product} {result.Version}: the package is whole and signed", .. found.Checked.Select(file => $"  {file}")]);
        }
        else
        {
            Faults.Print(terminal, faults);
        }

        return found.IsValid ? 0 : found.Faults.Max(each => (int)each.Code.Category);
    }

    private void VerifyImage(ParseResult arguments, Terminal terminal, string path, VerificationKey[] trusted, CancellationToken cancellationToken)
    {
        string signaturePath = arguments.GetValue(_signature)
            ?? throw new FotaException(ToolErrors.CommandLine, "There is no signature to verify the image with.", "Give --signature FILE, or an update folder.");
        byte[] digest = InputFile.Digest(path, arguments.FillOf(_fill), out ImageFile? taken, cancellationToken), signed = InputFile.Read(signaturePath);
        VerificationKey signer = trusted.FirstOrDefault(key => key.Verify(Algorithm(arguments, key), digest, signed)) ?? throw new FotaException(
            SigningErrors.SignatureInvalid,
            $"'{signaturePath}' is no {Algorithm(arguments, trusted[0]).Name()} signature of '{path}' by the {string.Join<VerificationKey>(" or the ", trusted)}.",
            "Image or signature were changed, or another key signed; do not install this image.");
        var result = new VerifyResult(path, Sha256Digest.FromBytes(digest).ToString(), signaturePath, Algorithm(arguments, signer).Name(), KeySummary.Of(signer), taken is null ? null : ImageOrigin.Of(taken));
        string of = taken is null ? "" : $" ({taken})";
        terminal.Answer(result, ToolJson.Shapes.VerifyResult, $"{path}{of}  signed by {signer}, {result.Algorithm}");
    }

    private SignatureAlgorithm Algorithm(ParseResult arguments, VerificationKey key) =>
        arguments.GetValue(_algorithm) ?? SignatureAlgorithms.Default(key.Kind);
}

/// <summary>The answer of <c>fota verify</c> for an image.</summary>
internal sealed record VerifyResult(string Image, string Sha256, string Signature, string Algorithm, KeySummary Key, ImageOrigin? From);

/// <summary>The answer of <c>fota verify</c> for a package.</summary>
internal sealed record VerifyPackageResult(string Folder, string? Product, string? Version, IReadOnlyList<string> Checked, IReadOnlyList<Diagnostic> Faults);
