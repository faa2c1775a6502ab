using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Tool.Serving;

namespace Fota.Tool.Publishing;

/// <summary>Publishes a package: what is missing, the manifest last, so that whoever finds the manifest finds all that it names.</summary>
internal static class PublishRun
{
    private const int ShownDigits = 12;

    /// <summary>Publishes what is missing; a dry run only says what that is.</summary>
    /// <exception cref="FotaException">Other files are there under the same version (FOTA7032), or the place fails (FOTA7031).</exception>
    public static async Task<PublishResult> RunAsync(string folder, UpdateManifest manifest, IPublishTarget target, bool dryRun, CancellationToken cancellationToken)
    {
        // Read before anything takes time, and held against the manifest that was verified: a build may replace the folder meanwhile.
        var package = new PublishedPackage(folder, "", manifest);
        (string File, byte[] Content, string Sha256)[] files = [.. package.Files.Reverse().Select(file => Read(package, file))];
        IReadOnlyDictionary<string, FoundFile> there = await target.FindAsync(manifest, cancellationToken);
        if (files.FirstOrDefault(each => there.TryGetValue(each.File, out FoundFile found) && found != FoundOf(each)) is { File: { } other } ours)
        {
            throw new FotaException(
                ToolErrors.PublishedDiffers,
                $"{target.Place} has another {other} of {manifest.Product} {manifest.Version}: {Say(there[other])}; the package's has {Say(FoundOf(ours))}. Nothing was published.",
                "Devices may have it already. Raise the version, or publish the package that was published before.");
        }

        var published = new List<PublishedFile>();
        foreach ((string file, byte[] content, string sha256) in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool present = there.ContainsKey(file);
            if (!present && !dryRun)
                await target.PutAsync(file, content, sha256, cancellationToken);
            published.Add(new PublishedFile(file, content.Length, sha256, present ? PublishState.Present : dryRun ? PublishState.Missing : PublishState.Published));
        }

        IReadOnlyList<PublishedFact> facts = await target.CompleteAsync(manifest, dryRun, cancellationToken);
        return new PublishResult(manifest.Product.Name, manifest.Version.ToString(), target.Place, dryRun, published, facts);
    }

    private static FoundFile FoundOf((string File, byte[] Content, string Sha256) file) => new(file.Content.Length, file.Sha256);

    private static string Say(FoundFile file) => $"{file.Size:N0} bytes, SHA-256 {(file.Sha256.Length > ShownDigits ? file.Sha256[..ShownDigits] : file.Sha256)}";

    private static (string File, byte[] Content, string Sha256) Read(PublishedPackage package, string file)
    {
        byte[] content = package.Read(file);
        return (file, content, Sha256Digest.Of(content).ToString());
    }
}

/// <summary>What <c>fota publish</c> did, or would do.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">The version.</param>
/// <param name="Place">Where it was published.</param>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Files">Each file, in the order in which they are published.</param>
/// <param name="Metadata">What devices choose their file by, where a server tells them.</param>
internal sealed record PublishResult(string Product, string Version, string Place, bool DryRun, IReadOnlyList<PublishedFile> Files, IReadOnlyList<PublishedFact> Metadata);

/// <summary>A file of the package.</summary>
internal sealed record PublishedFile(string File, long Size, string Sha256, PublishState State);

/// <summary>An entry of the metadata that devices choose by.</summary>
internal sealed record PublishedFact(string Key, string Value, PublishState State);

/// <summary>What became of a file or an entry.</summary>
internal enum PublishState
{
    /// <summary>It was published now.</summary>
    Published,

    /// <summary>It was there.</summary>
    Present,

    /// <summary>It is not there, and a run that is no dry one would publish it.</summary>
    Missing,

    /// <summary>An entry was there with another value, or hidden from devices, and is right now.</summary>
    Mended,

    /// <summary>It is there like that, and a run that is no dry one would mend it.</summary>
    Differs,
}
