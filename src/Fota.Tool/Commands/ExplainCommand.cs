using System.CommandLine;
using Fota.Delta;
using Fota.Tool.CommandLine;
using Fota.Release.Images.Elf;
using Fota.Release.Images.Formats;
using Fota.Tool.Explain;

namespace Fota.Tool.Commands;

/// <summary><c>fota explain</c>: why a patch is as large as it is.</summary>
internal sealed class ExplainCommand : FotaCommand
{
    private readonly Argument<string> _oldImage = new("OLD") { Description = "The image that devices run" };
    private readonly Argument<string> _newImage = new("NEW") { Description = "The image they shall run" };
    private readonly Option<string?> _elf = new("--elf") { Description = "The ELF file of the new image: names functions and objects", HelpName = "FILE" };
    private readonly Option<string?> _oldElf = new("--old-elf") { Description = "The ELF file of the old image: tells new from changed, and sees what moved", HelpName = "FILE" };
    private readonly Option<string?> _map = new("--map") { Description = "The linker's map of the new image (-Wl,-Map=FILE): names object files; needs --elf", HelpName = "FILE" };
    private readonly Option<string?> _patch = new("--patch") { Description = "Explain this patch, instead of one made now", HelpName = "FILE" };
    private readonly Option<string?> _html = new("--html") { Description = "Write a page with maps and tables; it needs no network", HelpName = "FILE" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write what each symbol pays as a table of comma-separated values", HelpName = "FILE" };
    private readonly Option<int> _top = new("--top") { Description = "How many symbols to list", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly RegionOptions _region = new();
    private readonly PatchOptions _how = new();
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly Option<bool> _force = CommonOptions.Force();

    public ExplainCommand()
        : base(
            "explain",
            "Show what a patch pays for: which functions and objects, and why; and what would make it smaller.",
            "fota explain old.bin new.bin",
            "fota explain old.bin new.bin --elf new.elf --old-elf old.elf",
            "fota explain old.bin new.bin --elf new.elf --old-elf old.elf --format compact",
            "fota explain old.bin new.bin --flash 200KB",
            "fota explain old.bin new.bin --elf new.elf --old-elf old.elf --map new.map --html patch.html")
    {
        Add(_oldImage);
        Add(_newImage);
        Add(_elf);
        Add(_oldElf);
        Add(_map);
        Add(_patch);
        Add(_html);
        Add(_csv);
        Add(_top);
        _region.AddTo(this);
        _how.AddTo(this);
        Add(_fill);
        Add(_force);
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string oldPath = arguments.GetRequiredValue(_oldImage), newPath = arguments.GetRequiredValue(_newImage);
        string? page = arguments.GetValue(_html), table = arguments.GetValue(_csv);
        InputFile.RefuseTwoStandardInputs(oldPath, newPath);
        if (arguments.GetValue(_map) is not null && arguments.GetValue(_elf) is null)
            throw new Errors.FotaException(ToolErrors.CommandLine, "--map needs --elf: it knows addresses, not what stands in the image.", "Give --elf too.");
        foreach (string product in new[] { page, table }.OfType<string>())
        {
            terminal.SendProductTo(product);
            OutputFile.Check(product, arguments.GetValue(_force));
        }

        byte gaps = arguments.FillOf(_fill);
        string? oldElf = arguments.GetValue(_oldElf), newElf = arguments.GetValue(_elf);
        (ImageFile from, ImageMap oldMap) = Load(oldPath, oldElf, gaps);
        (ImageFile to, ImageMap newMap) = Load(newPath, newElf, gaps);
        byte[] source = from.Content, target = to.Content;
        LinkedImage? linked = LinkedImage.OfEither(LinkOf(oldElf ?? oldPath, from, oldMap), () => LinkOf(newElf ?? newPath, to, newMap), source);
        PatchEncoderOptions options = _how.Read(arguments, linked?.Address);
        RestrictionCost? restriction = _region.Read(arguments, options.Format, arguments.GetValue(_patch) is not null) is not { } flash
            ? null
            : terminal.WithProgress("Searching the smallest patch for one slot", progress => RestrictionCost.Of(source, target, flash, options.Format, progress, cancellationToken));
        byte[] encoded = restriction?.Update.Patch ?? (arguments.GetValue(_patch) is { } file
            ? PatchOf(PatchInput.Read(file), source, target, file)
            : terminal.WithProgress("Searching the smallest patch", progress => PatchEncoder.Encode(source, target, options, progress, cancellationToken)));
        LinkerMap? files = arguments.GetValue(_map) is { } mapPath ? LinkerMap.Parse(InputFile.Read(mapPath), mapPath) : null;
        var explainer = Explainer.Run(source, target, encoded, oldMap, newMap, files);
        Explanation explanation = explainer.Explain(names => Demangler.RunAsync(names, cancellationToken).GetAwaiter().GetResult());
        if (linked is not null && explanation.Compact is { } compact && compact.BaseAddress == linked.Address)
        {
            int? saved = arguments.GetValue(_patch) is null ? SizeInferred() - encoded.Length : null;
            explanation = explanation with { Compact = compact with { BaseFile = linked.File, SavedByBaseFile = saved } };
        }

        if (restriction is not null)
            explanation = restriction.AddTo(explanation);
        bool sameName = Path.GetFileName(oldPath) == Path.GetFileName(newPath);
        string oldName = sameName ? oldPath : Path.GetFileName(oldPath), newName = sameName ? newPath : Path.GetFileName(newPath);
        if (page is not null)
            OutputFile.Write(page, ExplanationPage.Create(explainer, explanation, oldName, newName), arguments.GetValue(_force));
        if (table is not null)
            OutputFile.Write(table, ExplanationCsv.Create(explanation), arguments.GetValue(_force));
        terminal.Answer(
            explanation, ToolJson.Shapes.Explanation, console => ExplanationTable.Draw(console, explanation, arguments.GetValue(_top), newMap.HasSymbols));
        return 0;

        int SizeInferred() => terminal.WithProgress(
            "Searching it without that address",
            progress => PatchEncoder.Encode(source, target, _how.Read(arguments), progress, cancellationToken)).Length;
    }

    private static LinkedImage? LinkOf(string path, ImageFile image, ImageMap map) =>
        map.HasSymbols && image.Content.Length > 0 ? new(path, map.AddressOf(0)) : LinkedImage.Of(path, image);

    /// <summary>Reads an image and what lies where in it. An image that is an ELF file brings its symbols along.</summary>
    private static (ImageFile Image, ImageMap Map) Load(string path, string? elfPath, byte fill)
    {
        byte[] file = InputFile.Read(path);
        var image = ImageFile.Read(file, path, fill);
        if (elfPath is not null)
            return (image, ImageMap.OfElf(InputFile.ReadElf(elfPath), image.Content));
        ElfFile? elf = image.Format == ImageFormat.Elf ? ElfFile.Parse(file, path) : null;
        return (image, elf is { IsArm: true } ? ImageMap.OfElf(elf, image.Content) : ImageMap.OfBlocks(image.Content.Length));
    }

    private static byte[] PatchOf(byte[] patch, byte[] source, byte[] target, string path) =>
        Patcher.Apply(source, patch, new PatcherOptions { Format = PatchFormats.Of(patch) }).AsSpan().SequenceEqual(target)
            ? patch
            : throw new Errors.FotaException(
                ToolErrors.ResultDiffers, $"'{path}' applies to the old image, but does not give the new one.", "Name the patch that was made from these two images, or leave --patch out.");
}
