using System.CommandLine;
using Fota.Errors;
using Fota.Release;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases promote</c>: makes the last archived build a release.</summary>
internal sealed class BasesPromoteCommand : FotaCommand
{
    private readonly Option<string?> _build = new("--build") { Description = "The configuration of the build, where there are several", HelpName = "NAME" };
    private readonly ArchiveChoice _choice = new();

    public BasesPromoteCommand()
        : base("promote", "Make the last archived build a release under its version. 'fota release' does so with the update folder.", "fota bases promote", "fota bases promote .fota/Debug")
    {
        _choice.AddTo(this);
        Add(_build);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        (BaseArchive archive, Product product) = _choice.Open(arguments);
        ArchivedImage current = Choose(archive, product, arguments.GetValue(_build)).Current;
        var image = new FirmwareImage(archive.ReadImage(current));
        ArchivedImage release = archive.Promote(product, current.Version, image, current.SourceRevision, cancellationToken: cancellationToken);
        terminal.Answer(
            ArchivedSummary.Of(release), ToolJson.Shapes.ArchivedSummary, $"released {release.Product} {release.Version}: {release.Size}, SHA-256 {release.Digest}");
        return Task.FromResult(0);
    }

    private static ArchivedBuild Choose(BaseArchive archive, Product product, string? configuration)
    {
        ArchivedBuild[] builds = [.. archive.Builds(product).Where(each => configuration is null || each.Configuration == configuration)];
        return builds switch
        {
            [var only] => only,
            [] => throw new FotaException(
                ReleaseErrors.ReleaseNotFound,
                $"The archive '{archive.Root}' has no {configuration ?? "archived"} build of {product}.",
                "Builds are archived until the first release; after it, use 'fota release' on the project."),
            _ => throw new FotaException(
                ToolErrors.CommandLine,
                $"There are builds of {string.Join(", ", builds.Select(each => each.Configuration))}.",
                "Name one with --build."),
        };
    }
}
