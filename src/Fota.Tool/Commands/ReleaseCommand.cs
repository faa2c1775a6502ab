using System.CommandLine;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Tool.CommandLine;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands;

/// <summary><c>fota release</c>: makes what was built a release, the very bytes that were tested.</summary>
internal sealed class ReleaseCommand : FotaCommand
{
    private readonly Argument<string> _place = new("PROJECT")
    {
        Description = "The firmware project, or its folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<bool> _allowOlder = new("--allow-older") { Description = "Accept a version below the latest release" };
    private readonly ProjectOptions _projects = new();

    public ReleaseCommand()
        : base(
            "release",
            "Promote the built package to a release: verify it, judge it by the project's bounds, keep its image as a base. Nothing is built again.",
            "fota release",
            "fota release samples/Blinky -c Release",
            "fota release --json -p:Version=1.4.0")
    {
        Add(_place);
        Add(_allowOlder);
        _projects.AddTo(this);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _projects.Load(arguments, arguments.GetRequiredValue(_place));
        ArchivedImage release = ReleasePromotion.Promote(
            project.Request() with { AllowOlder = arguments.GetValue(_allowOlder) }, cancellationToken);
        terminal.Answer(
            ArchivedSummary.Of(release),
            ToolJson.Shapes.ArchivedSummary,
            [
                $"released {release.Product} {release.Version}: {release.Size}, SHA-256 {release.Digest}",
                $"base kept in {project.Settings.ArchiveDirectory}; the next version's patches start from it",
            ]);
        return Task.FromResult(0);
    }
}
