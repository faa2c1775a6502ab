using System.CommandLine;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Tool.CommandLine;
using Fota.Release.Images.Formats;
using Fota.Tool.Explain;
using Spectre.Console;

namespace Fota.Tool.Commands;

/// <summary><c>fota diff</c>: makes a patch from two images.</summary>
internal sealed class DiffCommand : FotaCommand
{
    private readonly Argument<string> _oldImage = new("OLD") { Description = "The image that devices run; - for standard input" };
    private readonly Argument<string> _newImage = new("NEW") { Description = "The image they shall run; - for standard input" };
    private readonly Argument<string> _patch = new("PATCH") { Description = "Where the patch goes; - for standard output" };
    private readonly PatchOptions _how = new();
    private readonly Option<string?> _oldElf = new("--old-elf") { Description = "compact: the ELF file of the old image, for its link address (default: one beside the images, else inferred)", HelpName = "FILE" };
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly Option<bool> _force = CommonOptions.Force();

    public DiffCommand()
        : base(
            "diff",
            "Make the patch that turns one image into another. It is applied once and compared before it is written.",
            "fota diff old.bin new.bin update.diff",
            "fota diff old.bin new.bin update.diff --format compact --memory 8KB",
            "fota diff old.bin new.bin update.diff --format jojodiff-0.8.1 --force",
            "curl -s $URL/old.bin | fota diff - new.bin - > update.diff")
    {
        Add(_oldImage);
        Add(_newImage);
        Add(_patch);
        _how.AddTo(this);
        Add(_oldElf);
        Add(_fill);
        Add(_force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string oldPath = arguments.GetRequiredValue(_oldImage), newPath = arguments.GetRequiredValue(_newImage);
        string patchPath = arguments.GetRequiredValue(_patch);
        bool replace = arguments.GetValue(_force);
        InputFile.RefuseTwoStandardInputs(oldPath, newPath);
        terminal.SendProductTo(patchPath);
        OutputFile.Check(patchPath, replace);
        byte gaps = arguments.FillOf(_fill);
        ImageFile from = InputFile.ReadImage(oldPath, gaps), to = InputFile.ReadImage(newPath, gaps);
        byte[] source = from.Content, target = to.Content;
        LinkedImage? linked = LinkedImage.OfEither(
            arguments.GetValue(_oldElf) is { } elf ? new(elf, ImageMap.OfElf(InputFile.ReadElf(elf), source).AddressOf(0)) : LinkedImage.Of(oldPath, from),
            () => LinkedImage.Of(newPath, to),
            source);
        PatchEncoderOptions options = _how.Read(arguments, linked?.Address);
        byte[] encoded = terminal.WithProgress("Searching the smallest patch", progress =>
            PatchEncoder.Encode(source, target, options, progress, cancellationToken));
        OutputFile.Write(patchPath, encoded, replace);

        var result = new DiffResult(
            FileSummary.Of(oldPath, from), FileSummary.Of(newPath, to), FileSummary.Of(patchPath, encoded),
            options.Format.Name(), Math.Round(new ByteSize(encoded.Length).PercentOf(new ByteSize(target.Length)), 2));
        terminal.Answer(result, ToolJson.Shapes.DiffResult, console => Draw(console, result));
        if (Remark(source, target) is { } remark)
            terminal.Note(remark);
        return Task.FromResult(0);
    }

    /// <summary>Why devices would refuse the new image whatever the patch, as far as the images say; null where nothing speaks against it.</summary>
    private static string? Remark(byte[] source, byte[] target)
    {
        if (source.AsSpan().SequenceEqual(target))
            return "both images are the same; a device refuses the one that it runs.";
        if (RecordOf(source) is not { } old || RecordOf(target) is not { } @new)
            return null;
        if (old.Product != @new.Product)
            return $"the images are of two products ({old.Product} and {@new.Product}); a device takes its own alone.";
        return @new.Version < old.Version ? $"the new image has the version {@new.Version}, the old one {old.Version}; a device refuses an older one."
            : @new.SecurityCounter < old.SecurityCounter
                ? $"the new image has the security counter {@new.SecurityCounter}, the old one {old.SecurityCounter}; a device refuses a lower one."
            : null;
    }

    private static ImageInfoRecord? RecordOf(byte[] image)
    {
        try
        {
            return ImageInfoRecord.Find(image);
        }
        catch (FotaException)
        {
            // Two records, or one of a later format, are a matter of the package; a patch can be made of any bytes.
            return null;
        }
    }

    private static void Draw(IAnsiConsole console, DiffResult result)
    {
        console.MarkupLineInterpolated(
            $"[bold green]{result.Patch.Size:N0} bytes[/] of patch ({result.PercentOfNew:0.##} % of {result.New.Size:N0}), {result.Format}");
        console.MarkupLineInterpolated($"[dim]from {result.Old.Sha256} ({result.Old})[/]");
        console.MarkupLineInterpolated($"[dim]to   {result.New.Sha256} ({result.New})[/]");
    }
}

/// <summary>The answer of <c>fota diff</c>.</summary>
internal sealed record DiffResult(FileSummary Old, FileSummary New, FileSummary Patch, string Format, double PercentOfNew);
