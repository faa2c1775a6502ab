using Fota.Errors;
using Fota.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Publishing;

/// <summary>A folder that a web server gives out: one folder in it for each version, <c>PRODUCT-VERSION</c>.</summary>
internal sealed class FolderTarget(string root, UpdateManifest manifest) : IPublishTarget
{
    public string Place { get; } = Path.Combine(Path.GetFullPath(root), $"{Uri.EscapeDataString(manifest.Product.Name)}-{manifest.Version}");

    public Task<IReadOnlyDictionary<string, FoundFile>> FindAsync(UpdateManifest manifest, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundFile>(StringComparer.Ordinal);
        if (Directory.Exists(Place))
        {
            foreach (string file in Directory.EnumerateFiles(Place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (FileReplacement.IsLeftover(file))
                    continue;
                byte[] content = InputFile.Read(file);
                found[Path.GetFileName(file)] = new FoundFile(content.Length, Sha256Digest.Of(content).ToString());
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, FoundFile>>(found);
    }

    public Task PutAsync(string file, byte[] content, string sha256, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Place, file);
        try
        {
            FileReplacement.Write(path, content, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FotaException(
                ToolErrors.PublishFailed, $"'{path}' cannot be written: {failure.Message.TrimEnd('.')}.", "Check the folder and the room on the disk, and run it again: it goes on where it ended.", failure);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PublishedFact>> CompleteAsync(UpdateManifest manifest, bool dryRun, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PublishedFact>>([]);

    public void Dispose()
    {
    }
}
