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

    public Task<IReadOnlyDictionary<string, string>> FindAsync(UpdateManifest manifest, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(Place))
        {
            foreach (string file in Directory.EnumerateFiles(Place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!FileReplacement.IsLeftover(file))
                    found[Path.GetFileName(file)] = Sha256Digest.Of(InputFile.Read(file)).ToString();
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, string>>(found);
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

    public Task CompleteAsync(UpdateManifest manifest, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
