using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;

namespace Fota.Release.Packaging;

/// <summary>The update folder, locked: what lies in it is replaced as a whole and only by us.</summary>
internal sealed class PackageFolder : IDisposable
{
    private readonly string _directory;
    private readonly string _statePath;
    private readonly FileLock _lock;

    private static readonly string[] s_reports = [PackageFiles.JUnitReport, PackageFiles.MarkdownReport, PackageFiles.TrialReport];

    private PackageFolder(string directory, string statePath, FileLock held)
    {
        _directory = directory;
        _statePath = statePath;
        _lock = held;
    }

    /// <summary>The lock's file: in the folder, so that whoever knows the folder knows the lock.</summary>
    internal string LockPath => PathOf(LockName);

    private const string LockName = ".lock";

    internal static PackageFolder Open(string directory, string statePath, TimeSpan lockTimeout, CancellationToken cancellationToken) =>
        Guard(directory, () =>
        {
            Directory.CreateDirectory(directory);
            return new PackageFolder(directory, statePath, FileLock.Acquire(Path.Combine(directory, LockName), lockTimeout, cancellationToken));
        });

    /// <summary>The full path of a file of the package.</summary>
    internal string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>The state of an earlier build, if it had the same inputs and its files, all and no others, are still as it left them.</summary>
    internal PackagingState? FindState(Sha256Digest key) => Guard<PackagingState?>(_directory, () =>
    {
        if (ReadState(key) is not { } state)
            return null;
        var names = state.Files.Select(file => file.Name).ToHashSet();
        bool foreign = OwnFiles().Any(name => !names.Contains(name));
        return !foreign && state.Files.All(IsAsLeft) ? state : null;
    });

    /// <summary>The state of an earlier build without a signer, if its package was completed since (<c>fota sign --attach</c>) and verifies.</summary>
    internal PackagingState? FindCompleted(Sha256Digest key, IReadOnlyList<string> publicKeyFiles) => Guard<PackagingState?>(_directory, () =>
    {
        if (ReadState(key) is not { } state || !File.Exists(PathOf(PackageFiles.ManifestSignature)))
            return null;
        PackageVerification found = PackageVerifier.Verify(_directory, PackageSigner.LoadKeys(publicKeyFiles));
        if (!found.IsValid)
            return null;
        var incomplete = new PackageFile(PackageFiles.Manifest, (found.Manifest! with { Signature = null }).ToByteArray());
        return !state.Files.Contains(incomplete.Stamp) ? null : state with
        {
            Files = [.. OwnFiles().Select(name => new PackageFile(name, Read(name)).Stamp)],
            Warnings = [.. state.Warnings.Where(warning => warning.Code != ReleaseErrors.PackageUnsigned)],
        };
    });

    /// <summary>The manifest of the package that lies there.</summary>
    internal UpdateManifest ReadManifest() => Guard(_directory, () => UpdateManifest.Read(Read(PackageFiles.Manifest)));

    /// <summary>A file of the package that lies there.</summary>
    internal ReadOnlyMemory<byte> Read(string name) => Guard(_directory, () => File.ReadAllBytes(PathOf(name)));

    /// <summary>A report that lies there; null where there is none.</summary>
    internal byte[]? ReadReport(string name) => Guard<byte[]?>(_directory, () => File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null);

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

    /// <summary>Writes reports, each unless it is there with the same content.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="removeOthers">Whether reports that an earlier build left and this one does not make are removed.</param>
    /// <returns>Their full paths.</returns>
    internal IReadOnlyList<string> WriteReports(IReadOnlyList<PackageFile> reports, bool removeOthers) => Guard(_directory, () =>
    {
        foreach (PackageFile report in reports)
        {
            string path = PathOf(report.Name);
            if (!File.Exists(path) || !report.Content.Span.SequenceEqual(File.ReadAllBytes(path)))
                FileReplacement.Write(path, report.Content.Span);
        }

        if (removeOthers)
        {
            foreach (string stale in s_reports.Where(name => reports.All(report => report.Name != name)))
                File.Delete(PathOf(stale));
        }

        return (IReadOnlyList<string>)[.. reports.Select(report => PathOf(report.Name))];
    });

    public void Dispose() => _lock.Dispose();

    private PackagingState? ReadState(Sha256Digest key) =>
        File.Exists(_statePath) && PackagingState.Read(File.ReadAllBytes(_statePath)) is { } state && state.Key == key ? state : null;

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
