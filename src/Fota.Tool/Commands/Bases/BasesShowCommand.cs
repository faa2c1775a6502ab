using System.CommandLine;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases show</c>.</summary>
internal sealed class BasesShowCommand : FotaCommand
{
    private readonly Argument<string> _version = new("VERSION") { Description = "The release" };
    private readonly Option<string?> _output = new("--out") { Description = "Write the image to a file too; - for standard output", HelpName = "FILE" };
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly ArchiveChoice _choice = new();

    public BasesShowCommand()
        : base("show", "Show one release, prove that its image is undamaged, and write it out on request.", "fota bases show 1.4.0", "fota bases show 1.4.0 --out old.bin")
    {
        Add(_version);
        _choice.AddTo(this);
        Add(_output);
        Add(_force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string? path = arguments.GetValue(_output);
        if (path is not null)
        {
            terminal.SendProductTo(path);
            OutputFile.Check(path, arguments.GetValue(_force));
        }

        (BaseArchive archive, Product product) = _choice.Open(arguments);
        ArchivedImage release = archive.Release(product, FirmwareVersion.Parse(arguments.GetRequiredValue(_version)));
        byte[] image = archive.ReadImage(release);
        if (path is not null)
            OutputFile.Write(path, image, arguments.GetValue(_force));
        terminal.Answer(
            ArchivedSummary.Of(release),
            ToolJson.Shapes.ArchivedSummary,
            $"{release.Product} {release.Version}",
            $"  {release.Size}, SHA-256 {release.Digest}, image undamaged",
            $"  added {release.Added:u}{(release.SourceRevision is null ? "" : $", built from {release.SourceRevision}")}");
        return Task.FromResult(0);
    }
}
