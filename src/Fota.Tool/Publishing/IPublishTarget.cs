using Fota.Release.Manifest;

namespace Fota.Tool.Publishing;

/// <summary>Where the files of a package are published. What is there is found first, so that a run that ended early goes on where it ended.</summary>
internal interface IPublishTarget : IDisposable
{
    /// <summary>The place, for people.</summary>
    string Place { get; }

    /// <summary>The files of the package's version that are there. Changes nothing.</summary>
    Task<IReadOnlyDictionary<string, FoundFile>> FindAsync(UpdateManifest manifest, CancellationToken cancellationToken);

    /// <summary>Publishes a file that is not there yet.</summary>
    Task PutAsync(string file, byte[] content, string sha256, CancellationToken cancellationToken);

    /// <summary>Says of the whole what is not there yet, or is there otherwise; a dry run only finds what that is.</summary>
    /// <returns>What devices choose their file by; nothing where they read the manifest.</returns>
    Task<IReadOnlyList<PublishedFact>> CompleteAsync(UpdateManifest manifest, bool dryRun, CancellationToken cancellationToken);
}

/// <summary>A file that is published, as the place itself describes it.</summary>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Sha256">Its SHA-256.</param>
internal readonly record struct FoundFile(long Size, string Sha256);
