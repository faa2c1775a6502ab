using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Tool.Serving;

namespace Fota.Tool.Publishing;

/// <summary>Publishes a package: what is missing, the manifest last, so that whoever finds the manifest finds all that it names.</summary>
internal static class PublishRun
{
    /// <summary>Publishes what is missing; a dry run only says what that is.</summary>
    /// <exception cref="FotaException">Other files are there under the same version (FOTA7032), or the place fails (FOTA7031).</exception>
    public static async Task<PublishResult> RunAsync(string folder, UpdateManifest manifest, IPublishTarget target, bool dryRun, CancellationToken cancellationToken)
    {
        // Read before anything takes time, and held against the manifest that was verified: a build may replace the folder meanwhile.
        var package = new PublishedPackage(folder, "", manifest);
        (string File, byte[] Content, string Sha256)[] files = [.. package.Files.Reverse().Select(file => Read(package, file))];
        IReadOnlyDictionary<string, string> there = await target.FindAsync(manifest, cancellationToken);
        if (files.FirstOrDefault(each => there.TryGetValue(each.File, out string? digest) && digest != each.Sha256) is { File: { } other })
        {
            throw new FotaException(
                ToolErrors.PublishedDiffers,
                $"{target.Place} has another {other} of {manifest.Product} {manifest.Version}. Nothing was published.",
                "Devices may have it already. Raise the version, or publish the package that was published before.");
        }

        var published = new List<PublishedFile>();
        foreach ((string file, byte[] content, string sha256) in files)
        {
            bool present = there.ContainsKey(file);
            if (!present && !dryRun)
                await target.PutAsync(file, content, sha256, cancellationToken);
            published.Add(new PublishedFile(file, content.Length, sha256, present ? PublishState.Present : dryRun ? PublishState.Missing : PublishState.Published));
        }

        if (!dryRun)
            await target.CompleteAsync(manifest, cancellationToken);
        return new PublishResult(manifest.Product.Name, manifest.Version.ToString(), target.Place, dryRun, published);
    }

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
internal sealed record PublishResult(string Product, string Version, string Place, bool DryRun, IReadOnlyList<PublishedFile> Files);

/// <summary>A file of the package.</summary>
internal sealed record PublishedFile(string File, long Size, string Sha256, PublishState State);

/// <summary>What became of a file.</summary>
internal enum PublishState
{
    /// <summary>It was published now.</summary>
    Published,

    /// <summary>It was there.</summary>
    Present,

    /// <summary>It is not there, and a run that is no dry one would publish it.</summary>
    Missing,
}
