using System.IO.Compression;
using System.Net;
using Fota.Errors;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Fota.Tool.Feeds;

/// <summary>
/// The feeds that <c>dotnet restore</c> would ask for a package: the sources of the nuget.config files that count for a folder, with their mapping
/// of ids to sources and their credentials.
/// </summary>
internal sealed class TeamFeeds : IDisposable
{
    private readonly BasePackageId _id;
    private readonly ISettings _settings;
    private readonly IReadOnlyList<SourceRepository> _feeds;
    private readonly TimeSpan _timeout;

    // Twice the largest image: a package holds it once, and little else.
    private const long MostPackageBytes = 2L * FirmwareImage.MaxSize;

    // Nothing that was asked before counts: a release of a minute ago is to be seen.
    private readonly SourceCacheContext _cache = new() { NoCache = true, DirectDownload = true };

    private TeamFeeds(BasePackageId id, ISettings settings, IReadOnlyList<SourceRepository> feeds, TimeSpan timeout)
    {
        _id = id;
        _settings = settings;
        _feeds = feeds;
        _timeout = timeout;
    }

    /// <summary>Their names, for people.</summary>
    public string Names => string.Join(", ", _feeds.Select(feed => feed.PackageSource.Name));

    /// <summary>Reads the configuration of NuGet. Asks no feed yet.</summary>
    /// <param name="id">The package.</param>
    /// <param name="folder">The folder of the project.</param>
    /// <param name="timeout">How long each feed may take to answer.</param>
    /// <exception cref="FotaException">A nuget.config is not valid, or names no source for the package (FOTA7041).</exception>
    public static TeamFeeds Open(BasePackageId id, string folder, TimeSpan timeout) =>
        NuGetConfiguration.Read(folder, settings =>
        {
            IEnumerable<PackageSource> sources = new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled);
            if (PackageSourceMapping.GetPackageSourceMapping(settings) is { IsEnabled: true } mapping)
            {
                HashSet<string> named = new(mapping.GetConfiguredPackageSources(id.Text), StringComparer.OrdinalIgnoreCase);
                sources = sources.Where(source => named.Contains(source.Name));
            }

            // As restore does: credentials are not sent in clear text unless the configuration allows it.
            if (sources.FirstOrDefault(source => source.IsHttp && !source.IsHttps && !source.AllowInsecureConnections) is { } clear)
            {
                throw new FotaException(
                    ToolErrors.FeedUnavailable, $"The source '{clear.Name}' has no encryption.", "Give it an address with https, or allowInsecureConnections in the nuget.config.");
            }

            SourceRepository[] feeds = [.. sources.Select(source => Repository.CreateSource(Repository.Provider.GetCoreV3(), source))];
            return feeds.Length > 0 ? new TeamFeeds(id, settings, feeds, timeout) : throw new FotaException(
                ToolErrors.FeedUnavailable,
                $"No package source that is configured for '{folder}' may have {id}.",
                "Add the team's feed with dotnet nuget add source, or to the packageSourceMapping of the nuget.config.");
        });

    /// <summary>All versions that the feeds have, in any order, each once.</summary>
    /// <exception cref="FotaException">A feed does not answer (FOTA7041) or refuses (FOTA7042): what it would add is not known then.</exception>
    public async Task<IReadOnlyList<FirmwareVersion>> VersionsAsync(CancellationToken cancellationToken)
    {
        IEnumerable<NuGetVersion>[] all = await Task.WhenAll(_feeds.Select(feed => AskAsync(
            feed,
            async (packages, cancellation) => await packages.GetAllVersionsAsync(_id.Text, _cache, NullLogger.Instance, cancellation),
            cancellationToken)));
        return [.. all.SelectMany(versions => versions).Select(Firmware).OfType<FirmwareVersion>().Distinct()];
    }

    /// <summary>Has a package in the folder that NuGet extracts packages into; downloads it unless it is there.</summary>
    /// <exception cref="FotaException">No feed has it (FOTA7043), or what it gives is no whole package (FOTA7044).</exception>
    public async Task<ExtractedPackage> FetchAsync(FirmwareVersion version, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var identity = new PackageIdentity(_id.Text, version.NuGet);
        if (folders.Any(folder => Complete(identity, folder)))
            return ExtractedPackage.Find(_id, version, folders)!;
        foreach (SourceRepository feed in _feeds)
        {
            using var package = new BoundedMemory(MostPackageBytes);
            bool found = await AskAsync(
                feed,
                (packages, cancellation) => packages.CopyNupkgToStreamAsync(_id.Text, version.NuGet, package, _cache, NullLogger.Instance, cancellation),
                cancellationToken);
            if (!found)
                continue;
            await ExtractAsync(feed, identity, package, folders[0], cancellationToken);
            return ExtractedPackage.Find(_id, version, folders)!;
        }

        throw new FotaException(
            ToolErrors.PackageNotInFeed,
            $"No feed has {_id} {version}: {Names}.",
            "If it was withdrawn by mistake, push it again, from its release, with fota bases pack --release and dotnet nuget push; else take it out of FotaBaseVersions and run fota bases update.");
    }

    public void Dispose() => _cache.Dispose();

    private static bool Complete(PackageIdentity identity, string folder)
    {
        using DownloadResourceResult? found = GlobalPackagesFolderUtility.GetPackage(identity, folder);
        return found is not null;
    }

    private async Task ExtractAsync(SourceRepository feed, PackageIdentity identity, Stream package, string folder, CancellationToken cancellationToken)
    {
        try
        {
            using (var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true))
            {
                if (archive.Entries.Sum(entry => (decimal)entry.Length) > MostPackageBytes)
                    throw new InvalidDataException($"unpacked it has more than {MostPackageBytes} bytes");
            }

            package.Position = 0;
            using DownloadResourceResult extracted = await GlobalPackagesFolderUtility.AddPackageAsync(
                feed.PackageSource.Source, identity, package, folder, Guid.Empty, ClientPolicyContext.GetClientPolicy(_settings, NullLogger.Instance), NullLogger.Instance, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or NuGet.Packaging.Core.PackagingException)
        {
            throw Damaged(feed, $"{identity.Id} {identity.Version}", e);
        }
    }

    private static FotaException Damaged(SourceRepository feed, string package, Exception e) => new(
        ToolErrors.FeedPackageDamaged,
        $"What the feed {Describe(feed)} has for {package} is no whole package: {Chain(e).Last().Message}",
        "Try again; if that does not help, the feed holds a broken upload: remove it there, and push the package again.",
        e);

    private async Task<T> AskAsync<T>(SourceRepository feed, Func<FindPackageByIdResource, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(_timeout);
        try
        {
            FindPackageByIdResource? packages = await feed.GetResourceAsync<FindPackageByIdResource>(bounded.Token);
            return packages is null ? throw new FatalProtocolException("it is no NuGet feed") : await ask(packages, bounded.Token);
        }
        catch (Exception e) when (Status(e) is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new FotaException(
                ToolErrors.FeedRefused,
                $"The feed {Describe(feed)} refuses the credentials ({(int)Status(e)!}).",
                "Renew them: dotnet nuget update source, or the variable NuGetPackageSourceCredentials_NAME on a build server. A token may have expired.",
                e);
        }
        catch (Exception e) when (Chain(e).OfType<InvalidDataException>().Any())
        {
            throw Damaged(feed, _id.Text, e);
        }
        catch (Exception e) when (e is FatalProtocolException or NuGetProtocolException or HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string reason = e is OperationCanceledException ? $"nothing for {_timeout.TotalSeconds:0} seconds" : Innermost(feed, e);
            throw new FotaException(
                ToolErrors.FeedUnavailable,
                $"The feed {Describe(feed)} does not answer: {reason}",
                "Check the network and the source with dotnet nuget list source. A source that cannot have the package need not be asked: map the id to the team's feed (docs/bases.md).",
                e);
        }
    }

    private static FirmwareVersion? Firmware(NuGetVersion version) =>
        FirmwareVersion.TryParse(version.ToNormalizedString(), out FirmwareVersion? firmware) ? firmware : null;

    // An address may carry a token: its host is enough to know it by.
    private static string Describe(SourceRepository feed) => feed.PackageSource is { IsHttp: true, SourceUri: var address }
        ? $"'{feed.PackageSource.Name}' ({address.Scheme}://{address.Host})"
        : $"'{feed.PackageSource.Name}' ({feed.PackageSource.Source})";

    private static string Innermost(SourceRepository feed, Exception e) => feed.PackageSource.IsHttp
        ? Chain(e).Last().Message.Replace(feed.PackageSource.Source, feed.PackageSource.Name, StringComparison.Ordinal)
        : Chain(e).Last().Message;

    private static HttpStatusCode? Status(Exception e) => Chain(e).OfType<HttpRequestException>().FirstOrDefault(each => each.StatusCode is not null)?.StatusCode;

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (Exception? each = e; each is not null; each = each.InnerException)
            yield return each;
    }
}
