using Fota.Release.Manifest;

namespace Fota.Tool.Publishing;

/// <summary>Where the files of a package are published. What is there is found first, so that a run that ended early goes on where it ended.</summary>
internal interface IPublishTarget : IDisposable
{
    /// <summary>The place, for people.</summary>
    string Place { get; }

    /// <summary>The files of the package's version that are there, with the SHA-256 of each. Changes nothing.</summary>
    Task<IReadOnlyDictionary<string, string>> FindAsync(UpdateManifest manifest, CancellationToken cancellationToken);

    /// <summary>Publishes a file that is not there yet.</summary>
    Task PutAsync(string file, byte[] content, string sha256, CancellationToken cancellationToken);

    /// <summary>Says of the whole what is not there yet.</summary>
    Task CompleteAsync(UpdateManifest manifest, CancellationToken cancellationToken);
}
