using System.CommandLine;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Tool.CommandLine;
using Fota.Tool.Feeds;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases status</c>: what each version in the field gets from the package that was built last.</summary>
internal sealed class BasesStatusCommand : FotaCommand
{
    private readonly Option<string?> _fleet = new("--fleet")
    {
        Description = "A file with a version and a number of devices in each line (default: every release that is known, without numbers); - for standard input",
        HelpName = "FILE",
    };

    private readonly Option<bool> _feed = new("--feed") { Description = "Take every version that the NuGet feeds have for the fleet" };
    private readonly FeedOptions _options = new();

    public BasesStatusCommand()
        : base(
            "status",
            "Show which update each version in the field gets from the package that was built last, its size, and what it would cost to drop its base.",
            "fota bases status",
            "fota bases status --fleet fleet.txt",
            "fota bases status --feed --json")
    {
        _options.AddTo(this);
        Add(_fleet);
        Add(_feed);
        Validators.Add(result =>
        {
            if (result.GetResult(_fleet) is { Implicit: false } && result.GetResult(_feed) is { Implicit: false })
                result.AddError("Give --fleet or --feed, not both.");
        });
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _options.Load(arguments);
        UpdateManifest manifest = new PackageReader(project.Settings.OutputDirectory).Manifest();
        IReadOnlyList<FleetEntry> entries = arguments.GetValue(_fleet) is { } file
            ? FleetEntry.Read(file)
            : [.. (await VersionsAsync(arguments, project, cancellationToken)).Order().Select(version => new FleetEntry(version, null, null))];
        var result = FleetReport.Of(manifest, entries);
        terminal.Answer(result, ToolJson.Shapes.FleetReport, result.Draw);
        return 0;
    }

    private async Task<IReadOnlyList<FirmwareVersion>> VersionsAsync(ParseResult arguments, FirmwareProject project, CancellationToken cancellationToken)
    {
        if (!arguments.GetValue(_feed))
            return project.OpenBases().Versions;
        using TeamFeeds feeds = _options.Open(arguments, project);
        return await feeds.VersionsAsync(cancellationToken);
    }
}
