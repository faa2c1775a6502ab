using System.CommandLine;
using Fota.Release.Bases.Packages;
using Fota.Tool.CommandLine;
using Fota.Tool.Feeds;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases fetch</c>: what <c>dotnet restore</c> does for the bases of an MSBuild project.</summary>
internal sealed class BasesFetchCommand : FotaCommand
{
    private readonly FeedOptions _options = new();

    public BasesFetchCommand()
        : base(
            "fetch",
            $"Download and verify the packages that {BaseLock.FileName} pins, unless they are here: for firmware that no MSBuild project builds, in place of dotnet restore.",
            "fota bases fetch",
            "fota bases fetch firmware --timeout 20") => _options.AddTo(this);

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _options.Load(arguments);
        PackagesOrigin origin = project.Settings.Packages;
        BaseLock locked = BaseLock.Of(origin);
        using TeamFeeds feeds = _options.Open(arguments, project);
        var resolution = new BaseResolution(project, feeds);
        foreach (PinnedBase each in locked.Bases)
            await resolution.FetchAsync(each.Version, each.Digest, cancellationToken);
        var result = new BasesFetchResult(origin.Folders[0], locked.Id.Text, [.. locked.Bases.Select(each => each.Version.ToString())]);
        terminal.Answer(result, ToolJson.Shapes.BasesFetchResult, [$"{result.Package} {string.Join(", ", result.Versions)}: verified, in {result.Folder}"]);
        return 0;
    }
}

/// <summary>The answer of <c>fota bases fetch</c>.</summary>
internal sealed record BasesFetchResult(string Folder, string Package, IReadOnlyList<string> Versions);
