using System.CommandLine;
using Fota.Errors;
using Fota.Files;
using Fota.Release;
using Fota.Release.Bases;
using Fota.Release.Bases.Packages;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Tool.CommandLine;
using Fota.Tool.Feeds;
using Fota.Tool.Projects;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases update</c>: pins the packages that bases are taken from.</summary>
internal sealed class BasesUpdateCommand : FotaCommand
{
    private readonly Option<bool> _check = new("--check") { Description = "Write nothing; fail where the files are not what the command would write" };
    private readonly FeedOptions _options = new();

    public BasesUpdateCommand()
        : base(
            "update",
            $"Ask the NuGet feeds which releases FotaBaseVersions means, verify each, and write their versions and SHA-256 to {BaseLock.FileName} and {BaseLock.PropsName}.",
            "fota bases update",
            "fota bases update -p:FotaBaseVersions=[1.0.0,2.0.0)",
            "fota bases update --check")
    {
        _options.AddTo(this);
        Add(_check);
    }

    public override async Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        FirmwareProject project = _options.Load(arguments);
        PackagesOrigin origin = project.Settings.Packages;
        using TeamFeeds feeds = _options.Open(arguments, project);
        var resolution = new BaseResolution(project, feeds);
        Dictionary<FirmwareVersion, Sha256Digest> pinned = Pinned(origin);
        IReadOnlyList<FirmwareVersion> selected = await resolution.SelectAsync(cancellationToken);
        string[] added = [.. selected.Where(version => !pinned.ContainsKey(version)).Select(version => version.ToString())];
        string[] removed = [.. pinned.Keys.Except(selected).Order().Select(version => version.ToString())];
        if (arguments.GetValue(_check) && added.Length + removed.Length > 0)
            throw Outdated(origin, [.. added.Select(version => $"{version} is new"), .. removed.Select(version => $"{version} is not selected any more")]);
        var bases = new List<PinnedBase>();
        foreach (FirmwareVersion version in selected)
            bases.Add(await resolution.FetchAsync(version, pinned.TryGetValue(version, out Sha256Digest digest) ? digest : null, cancellationToken));
        bool changed = Write(origin, new BaseLock(origin.Id, bases), arguments.GetValue(_check));
        if (!project.Settings.Origins.Places.HasFlag(BasePlaces.Packages))
            terminal.Note($"the build takes no base from {BaseLock.FileName} yet: set FotaBasesFrom to packages");
        var result = new BasesUpdateResult(origin.Lock, origin.Id.Text, [.. bases.Select(each => new PinnedSummary(each.Version.ToString(), each.Digest.ToString()))], added, removed, changed);
        terminal.Answer(result, ToolJson.Shapes.BasesUpdateResult, Lines(result));
        return 0;
    }

    private static IEnumerable<string> Lines(BasesUpdateResult result) =>
    [
        $"{result.Lock} {(result.Changed ? "is written" : "is up to date")}: {(result.Bases.Count == 0 ? $"no {result.Package} is in the feeds yet" : result.Package)}",
        .. result.Bases.Select(each => $"  {each.Version}  {each.Sha256}{(result.Added.Contains(each.Version) ? "  new" : "")}"),
        .. result.Removed.Select(version => $"  {version}  removed"),
    ];

    // What a merge has left unreadable pins nothing; whoever reviews the new file sees each digest in it.
    private static Dictionary<FirmwareVersion, Sha256Digest> Pinned(PackagesOrigin origin)
    {
        try
        {
            return BaseLock.Of(origin).Bases.ToDictionary(each => each.Version, each => each.Digest);
        }
        catch (FotaException e) when (e.Code == ReleaseErrors.BaseLockInvalid)
        {
            return [];
        }
    }

    private static bool Write(PackagesOrigin origin, BaseLock locked, bool checkOnly)
    {
        (string Path, byte[] Content)[] files =
            [(origin.Lock, locked.ToByteArray()), (Path.Combine(Path.GetDirectoryName(origin.Lock)!, BaseLock.PropsName), locked.ToProps())];
        if (!checkOnly)
            return files.Select(file => GeneratedFile.Write(file.Path, file.Content, "Check that the project's folder can be written, and run it again.")).ToArray().Contains(true);
        foreach ((string path, byte[] content) in files)
        {
            if (!RegularFile.Exists(path) || !InputFile.Read(path).AsSpan().SequenceEqual(content))
                throw Outdated(origin, [$"{Path.GetFileName(path)} is not as it is written"]);
        }

        return false;
    }

    private static FotaException Outdated(PackagesOrigin origin, IEnumerable<string> what) => new(
        ToolErrors.BasesOutdated, $"{BaseLock.FileName} is out of date: {string.Join(", ", what)}.", "Run fota bases update, and commit what it writes.")
    {
        File = origin.Lock,
    };
}

/// <summary>The answer of <c>fota bases update</c>.</summary>
/// <param name="Lock">The path of the lock file.</param>
/// <param name="Package">The packages' id.</param>
/// <param name="Bases">What is pinned now.</param>
/// <param name="Added">The versions that were not pinned before.</param>
/// <param name="Removed">Those that are not pinned any more.</param>
/// <param name="Changed">Whether a file was written.</param>
internal sealed record BasesUpdateResult(
    string Lock, string Package, IReadOnlyList<PinnedSummary> Bases, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, bool Changed);

/// <summary>A version and the SHA-256 of its image.</summary>
internal sealed record PinnedSummary(string Version, string Sha256);
