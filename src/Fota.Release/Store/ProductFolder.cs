using System.Text;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;

namespace Fota.Release.Store;

/// <summary>
/// The part of an archive that belongs to one product: <c>product.json</c>, <c>releases/VERSION.json</c>,
/// <c>builds/CONFIGURATION.json</c> and <c>images/SHA256.bin</c>. Whoever writes holds the archive's lock.
/// </summary>
internal sealed class ProductFolder
{
    private const string Json = ".json";
    private const int MaxNameLength = 40;

    internal ProductFolder(string productsDirectory, Product product)
        : this(Path.Combine(productsDirectory, NameOf(product)))
    {
    }

    internal ProductFolder(string directory) => Root = directory;

    internal string Root { get; }

    internal string ProductFile => Path.Combine(Root, "product.json");

    private string Releases => Path.Combine(Root, "releases");

    private string Builds => Path.Combine(Root, "builds");

    private string Images => Path.Combine(Root, "images");

    /// <summary>The released versions, oldest first: from the names of the files, so that many releases cost a build nothing.</summary>
    internal IReadOnlyList<FirmwareVersion> ReleasedVersions() => [.. JsonFiles(Releases).Select(VersionOf).Order()];

    internal bool HasReleases() => JsonFiles(Releases).Any();

    internal ArchivedImage? FindRelease(FirmwareVersion version)
    {
        // Versions that differ in the case of their label are the same, so the file's name need not be the one at hand.
        string plain = Path.Combine(Releases, version + Json);
        string? path = File.Exists(plain) ? plain : JsonFiles(Releases).FirstOrDefault(file => VersionOf(file) == version);
        return path is null ? null : ArchiveJson.ReadRelease(path);
    }

    internal ArchivedBuild? FindBuild(string configuration)
    {
        string file = BuildFile(configuration);
        try
        {
            return File.Exists(file) ? ArchiveJson.ReadBuild(file) : null;
        }
        catch (FileNotFoundException)
        {
            // The first release removes what builds recorded, perhaps just now.
            return null;
        }
    }

    /// <summary>The name of a product's folder.</summary>
    internal static string NameOf(Product product) => $"{Portable(product.Name)}-{product.Id}";

    /// <summary>Everything in the folder that this library did not put there. What a killed process left is no stranger: the next writer removes it.</summary>
    internal IEnumerable<string> ForeignFiles()
    {
        HashSet<string> own = [ProductFile, Releases, Builds, Images, .. ReleaseFiles(), .. BuildFiles()];
        return ((string[])[Root, Releases, Builds, Images]).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFileSystemEntries)
            .Where(path => !own.Contains(path) && !IsImage(path) && !FileReplacement.IsLeftover(path))
            .Order(StringComparer.Ordinal);
    }

    internal IEnumerable<string> ReleaseFiles() => JsonFiles(Releases);

    internal IEnumerable<string> BuildFiles() => JsonFiles(Builds);

    internal string ImageFile(Sha256Digest digest) => Path.Combine(Images, $"{digest}.bin");

    internal void WriteRelease(ArchivedImage release, ReadOnlySpan<byte> image)
    {
        WriteImage(release, image);
        FileReplacement.Write(Path.Combine(Releases, release.Version + Json), ArchiveJson.Release(release));
    }

    internal void WriteBuild(ArchivedBuild build, ReadOnlySpan<byte> image)
    {
        WriteImage(build.Current, image);
        FileReplacement.Write(BuildFile(build.Configuration), ArchiveJson.Build(build));
    }

    internal void RemoveRelease(FirmwareVersion version)
    {
        foreach (string file in JsonFiles(Releases).Where(file => VersionOf(file) == version))
            File.Delete(file);
    }

    internal void RemoveBuilds()
    {
        foreach (string file in JsonFiles(Builds))
            File.Delete(file);
    }

    /// <summary>Removes images that no release and no build names, and what a killed process left behind.</summary>
    internal void RemoveUnnamedImages()
    {
        if (NamedImages() is { } named && Directory.Exists(Images))
        {
            foreach (string file in Directory.EnumerateFiles(Images, "*.bin").Where(file => !named.Contains(file)))
                File.Delete(file);
        }

        foreach (string directory in (string[])[Root, Releases, Builds, Images])
            FileReplacement.RemoveLeftovers(directory);
    }

    /// <summary>Reads an image and proves that it is the one that was archived.</summary>
    internal byte[] ReadImage(ArchivedImage image)
    {
        string path = ImageFile(image.Digest);
        if (!File.Exists(path))
            throw DamagedImage(image, path, "is missing");
        if (RegularFile.IsSpecial(path))
            throw DamagedImage(image, path, "is a pipe or a device, not a file");
        byte[] bytes = RegularFile.Read(path, FirmwareImage.MaxSize);
        if (bytes.AsSpan().StartsWith("version https://git-lfs"u8))
            throw DamagedImage(image, path, "is a Git LFS pointer, not the image (run git lfs pull)");
        if (bytes.Length != image.Size.Bytes)
            throw DamagedImage(image, path, $"has {new ByteSize(bytes.Length)} instead of {image.Size}");
        if (Sha256Digest.Of(bytes) != image.Digest)
            throw DamagedImage(image, path, "does not have the SHA-256 that its name and its release say");
        return bytes;
    }

    /// <summary>A name that each file system takes, readable where the original is plain.</summary>
    internal static string Portable(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name.Take(MaxNameLength))
            text.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && text.Length > 0) ? c : '_');
        return text.ToString().TrimEnd('.');
    }

    private bool IsImage(string path) =>
        Path.GetDirectoryName(path) == Images && Sha256Digest.TryParse(Path.GetFileNameWithoutExtension(path), out Sha256Digest digest)
        && path == ImageFile(digest);

    private string BuildFile(string configuration)
    {
        string portable = Portable(configuration);
        string suffix = portable == configuration ? "" : "-" + Sha256Digest.Of(Encoding.UTF8.GetBytes(configuration)).ToString()[..8];
        return Path.Combine(Builds, portable + suffix + Json);
    }

    // Content-addressed: a file of that name is the image, unless it was damaged, and then this repairs it.
    private void WriteImage(ArchivedImage image, ReadOnlySpan<byte> bytes)
    {
        string path = ImageFile(image.Digest);
        if (File.Exists(path) && bytes.SequenceEqual(File.ReadAllBytes(path)))
            return;
        FileReplacement.Write(path, bytes);
    }

    // Null where a file is damaged: what it names is unknown then, and no image may go.
    private HashSet<string>? NamedImages()
    {
        try
        {
            IEnumerable<ArchivedImage> releases = ReleaseFiles().Select(ArchiveJson.ReadRelease);
            IEnumerable<ArchivedImage> builds = BuildFiles().Select(ArchiveJson.ReadBuild)
                .SelectMany(build => build.Previous is { } previous ? [build.Current, previous] : (ArchivedImage[])[build.Current]);
            return [.. releases.Concat(builds).Select(image => ImageFile(image.Digest))];
        }
        catch (FotaException)
        {
            return null;
        }
    }

    private static IEnumerable<string> JsonFiles(string directory) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*" + Json).Where(file => !Path.GetFileName(file).StartsWith('.'))
        : [];

    private static FirmwareVersion VersionOf(string file) =>
        FirmwareVersion.TryParse(Path.GetFileNameWithoutExtension(file), out FirmwareVersion? version)
            ? version
            : throw new FotaException(
                ReleaseErrors.ArchiveDamaged,
                $"The archive's '{file}' is not named for a version.",
                "Remove the file if a synchronisation tool made it; releases are added with fota bases add.")
            {
                File = file,
            };

    private static FotaException DamagedImage(ArchivedImage image, string path, string what) => new(
        ReleaseErrors.ArchivedImageDamaged,
        $"The archived image of {image.Product} {image.Version}, '{path}', {what}.",
        $"Restore the file from version control or a copy, or run: fota bases add FILE --version {image.Version}, with the same image.")
    {
        File = path,
    };
}
