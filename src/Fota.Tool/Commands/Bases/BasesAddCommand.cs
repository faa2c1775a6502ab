using System.CommandLine;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases add</c>: for images that were built before the package was adopted.</summary>
internal sealed class BasesAddCommand : FotaCommand
{
    private readonly Argument<string> _image = new("FILE") { Description = "The image that devices run: a raw binary, or ELF, Intel HEX, S-records or UF2" };
    private readonly Option<string> _version = new("--version") { Description = "Its version", HelpName = "VERSION", Required = true };
    private readonly Option<string?> _revision = new("--revision") { Description = "The source revision that it was built from", HelpName = "ID" };
    private readonly Option<bool> _allowOlder = new("--allow-older") { Description = "Accept a version below the latest release" };
    private readonly Option<string?> _fill = CommonOptions.Fill();
    private readonly ArchiveChoice _choice = new();

    public BasesAddCommand()
        : base(
            "add",
            "Add an image as a release: one that devices run, but that this package did not build.",
            "fota bases add application-1.0.0.bin --version 1.0.0",
            "fota bases add old.bin --version 0.9.0 --allow-older")
    {
        Add(_image);
        _choice.AddTo(this);
        Add(_version);
        Add(_revision);
        Add(_allowOlder);
        Add(_fill);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = FirmwareVersion.Parse(arguments.GetRequiredValue(_version));
        var added = FirmwareImage.Load(arguments.GetRequiredValue(_image), arguments.FillOf(_fill));
        (BaseArchive archive, Product product) = _choice.Open(arguments);
        ArchivedImage release = archive.Promote(
            product, parsed, added, arguments.GetValue(_revision), allowOlder: arguments.GetValue(_allowOlder), cancellationToken: cancellationToken);
        terminal.Answer(
            ArchivedSummary.Of(release), ToolJson.Shapes.ArchivedSummary, $"{release.Product} {release.Version} is a base now: {release.Size}, SHA-256 {release.Digest}");
        return Task.FromResult(0);
    }
}
