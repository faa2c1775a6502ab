using System.CommandLine;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Packaging;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands;

/// <summary><c>fota patch</c>: applies a patch, as a device would.</summary>
internal sealed class PatchCommand : FotaCommand
{
    private readonly Argument<string> _oldImage = new("OLD") { Description = "The image that the patch was made from" };
    private readonly Argument<string> _patch = new("PATCH") { Description = "The patch; - for standard input" };
    private readonly Argument<string> _newImage = new("NEW") { Description = "Where the new image goes; - for standard output" };
    private readonly Option<string?> _expected = new("--sha256")
    {
        Description = "Refuse any other result: a patch has no checksum of its own",
        HelpName = "DIGEST",
    };

    private readonly Option<string?> _format = new("--format") { Description = "Refuse what a decoder of this format would (default: any)" };
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly Option<bool> _force = CommonOptions.Force();

    public PatchCommand()
        : base(
            "patch",
            "Apply a patch to an image. Nothing is written when the patch is damaged or does not fit.",
            "fota patch old.bin update.diff new.bin",
            "fota patch old.bin update.diff new.bin --sha256 $(sha256sum < expected.bin | cut -c1-64)")
    {
        _format.AcceptOnlyFromAmong([.. PatchFormats.Names]);
        Add(_oldImage);
        Add(_patch);
        Add(_newImage);
        Add(_expected);
        Add(_format);
        Add(_fill);
        Add(_force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string oldPath = arguments.GetRequiredValue(_oldImage), patchPath = arguments.GetRequiredValue(_patch);
        string newPath = arguments.GetRequiredValue(_newImage);
        bool replace = arguments.GetValue(_force);
        Sha256Digest? wanted = ParseDigest(arguments.GetValue(_expected));
        InputFile.RefuseTwoStandardInputs(oldPath, patchPath);
        terminal.SendProductTo(newPath);
        OutputFile.Check(newPath, replace);
        ImageFile from = InputFile.ReadImage(oldPath, arguments.FillOf(_fill));
        byte[] source = from.Content, encoded = PatchInput.Read(patchPath);
        byte[] target = Patcher.Apply(source, encoded, new PatcherOptions { Format = FormatOf(encoded, arguments.GetValue(_format)) });
        var digest = Sha256Digest.Of(target);
        if (wanted is not null && wanted != digest)
        {
            throw new FotaException(
                ToolErrors.ResultDiffers,
                $"The patched image has SHA-256 {digest}, not {wanted}.",
                "The patch belongs to another old image, or one of the two is damaged; compare their digests with the manifest.");
        }

        OutputFile.Write(newPath, target, replace);
        var result = new PatchResult(FileSummary.Of(oldPath, from), FileSummary.Of(patchPath, encoded), FileSummary.Of(newPath, target));
        terminal.Answer(result, ToolJson.Shapes.PatchResult,
            $"{result.New.Size:N0} bytes, SHA-256 {result.New.Sha256}{(wanted is null ? "; not compared: a wrong old image gives a wrong new one (--sha256)" : "")}");
        return Task.FromResult(0);
    }

    private static PatchFormat FormatOf(byte[] patch, string? wanted) =>
        PatchFormats.TryParse(wanted, out PatchFormat format) ? format : PatchFormats.Of(patch);

    private static Sha256Digest? ParseDigest(string? text)
    {
        if (text is null)
            return null;
        return Sha256Digest.TryParse(text, out Sha256Digest digest)
            ? digest
            : throw new FotaException(ToolErrors.CommandLine, $"'{text}' is no SHA-256.", "Give 64 hexadecimal digits, as sha256sum prints them.");
    }
}

/// <summary>The answer of <c>fota patch</c>.</summary>
internal sealed record PatchResult(FileSummary Old, FileSummary Patch, FileSummary New);
