using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;

namespace Fota.Release.Packaging;

/// <summary>The update folder, locked: what lies in it is replaced as a whole and only by us.</summary>
internal sealed class PackageFolder : IDisposable
{
    private readonly string _directory;
    private readonly string _statePath;
    private readonly FileLock _lock;

    private PackageFolder(string directory, string statePath, FileLock held)
    {
        _directory = directory;
        _statePath = statePath;
        _lock = held;
    }

    internal static PackageFolder Open(string directory, string statePath, TimeSpan lockTimeout, CancellationToken cancellationToken) =>
        Guard(directory, () =>
        {
            Directory.CreateDirectory(directory);
            return new PackageFolder(directory, statePath, FileLock.Acquire(statePath + ".lock", lockTimeout, cancellationToken));
        });

    /// <summary>The full path of a file of the package.</summary>
    internal string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>The state of an earlier build, if it had the same inputs and its files, all and no others, are still as it left them.</summary>
    internal PackagingState? FindState(Sha256Digest key) => Guard<PackagingState?>(_directory, () =>
    {
        if (!File.Exists(_statePath) || PackagingState.Read(File.ReadAllBytes(_statePath)) is not { } state || state.Key != key)
            return null;
        var names = state.Files.Select(file => file.Name).ToHashSet();
        bool foreign = OwnFiles().Any(name => !names.Contains(name));
        return !foreign && state.Files.All(IsAsLeft) ? state : null;
    });

    /// <summary>Puts a package in place and removes files of an earlier one. The state goes last: a crash before only repeats the work.</summary>
    /// <param name="content">The package.</param>
    /// <param name="state">What the next build may rely on; null where it must not.</param>
    internal PackagingState? Replace(PackageContent content, PackagingState? state) => Guard(_directory, () =>
    {
        FileReplacement.RemoveLeftovers(_directory);
        using (var replacement = new FileReplacement())
        {
            foreach (PackageFile file in content.Files)
                replacement.Stage(PathOf(file.Name), file.Content.Span);
            replacement.Commit();
        }

        var names = content.Files.Select(file => file.Name).ToHashSet();
        foreach (string stale in OwnFiles().Where(name => !names.Contains(name)).ToList())
            File.Delete(PathOf(stale));
        if (state is not null)
            FileReplacement.Write(_statePath, state.ToByteArray());
        return state;
    });

    /// <summary>Writes a report, unless it is there with the same content.</summary>
    internal string WriteReport(string name, ReadOnlyMemory<byte> content) => Guard(_directory, () =>
    {
        string path = PathOf(name);
        if (!File.Exists(path) || !content.Span.SequenceEqual(File.ReadAllBytes(path)))
            FileReplacement.Write(path, content.Span);
        return path;
    });

    public void Dispose() => _lock.Dispose();

    private IEnumerable<string> OwnFiles() => Directory.EnumerateFiles(_directory).Select(path => Path.GetFileName(path)).Where(PackageFiles.IsOwn);

    private bool IsAsLeft(FileStamp stamp)
    {
        var file = new FileInfo(PathOf(stamp.Name));
        if (!file.Exists || file.Length != stamp.Size)
            return false;
        return Sha256Digest.Of(File.ReadAllBytes(file.FullName)) == stamp.Digest;
    }

    private static T Guard<T>(string directory, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw FileFaults.Output(directory, e);
        }
    }
}
