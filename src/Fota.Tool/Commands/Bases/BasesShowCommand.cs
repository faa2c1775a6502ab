using System.CommandLine;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases show</c>.</summary>
internal sealed class BasesShowCommand : FotaCommand
{
    private readonly Argument<string> version = new("VERSION") { Description = "The release" };
    private readonly Option<string?> output = new("--out") { Description = "Write the image to a file too; - for standard output", HelpName = "FILE" };
    private readonly Option<bool> force = CommonOptions.Force();
    private readonly ArchiveChoice choice = new();

    public BasesShowCommand()
        : base("show", "Show one release, prove that its image is undamaged, and write it out on request.", "fota bases show 1.4.0", "fota bases show 1.4.0 --out old.bin")
    {
        Add(version);
        choice.AddTo(this);
        Add(output);
        Add(force);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        string? path = arguments.GetValue(output);
        if (path is not null)
        {
            terminal.SendProductTo(path);
            OutputFile.Check(path, arguments.GetValue(force));
        }

        (BaseArchive archive, Product product) = choice.Open(arguments);
        ArchivedImage release = archive.Release(product, FirmwareVersion.Parse(arguments.GetRequiredValue(version)));
        byte[] image = archive.ReadImage(release);
        if (path is not null)
            OutputFile.Write(path, image, arguments.GetValue(force));
        terminal.Answer(
            ArchivedSummary.Of(release),
            ToolJson.Shapes.ArchivedSummary,
            $"{release.Product} {release.Version}",
            $"  {release.Size}, SHA-256 {release.Digest}, image undamaged",
            $"  added {release.Added:u}{(release.SourceRevision is null ? "" : $", built from {release.SourceRevision}")}");
        return Task.FromResult(0);
    }
}
