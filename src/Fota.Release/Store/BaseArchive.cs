using Fota.Errors;
using Fota.Files;
using Fota.Release.Bases;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Signing;

namespace Fota.Release.Store;

/// <summary>
/// The images that devices run: releases, and until the first release the previous build. A folder that can be committed, cached or put
/// on a share; safe against concurrent use, a killed process and a full disk: each file is the old or the new one.
/// Each operation throws a <see cref="FotaException"/> when the archive is damaged (FOTA3021, FOTA3022), newer than this tool (FOTA3020),
/// locked (FOTA3023) or not accessible (FOTA3024).
/// </summary>
public sealed class BaseArchive : IBaseImages
{
    /// <summary>The version of the layout.</summary>
    public const int Format = 1;

    private const string FormatName = "archive.json";
    private const string ProductsName = "products";
    private const string LockName = ".lock";
    private const string IgnoreName = ".gitignore";
    private const string AttributesName = ".gitattributes";

    private readonly TimeProvider _clock;

    private BaseArchive(string directory, TimeProvider clock, TimeSpan lockTimeout)
    {
        Root = directory;
        _clock = clock;
        LockTimeout = lockTimeout;
    }

    /// <summary>The folder of the archive.</summary>
    public string Root { get; }

    /// <summary>How long a writer waits for another one.</summary>
    public TimeSpan LockTimeout { get; }

    private string FormatFile => Path.Combine(Root, FormatName);

    private string ProductsDirectory => Path.Combine(Root, ProductsName);

    /// <summary>Opens an archive; a folder that does not exist is an empty one and is made by the first write.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="clock">Gives the time that metadata carries; the system's unless given.</param>
    /// <param name="lockTimeout">How long a writer waits for another one; 60 s unless given.</param>
    public static BaseArchive Open(string directory, TimeProvider? clock = null, TimeSpan? lockTimeout = null)
    {
        var archive = new BaseArchive(Path.GetFullPath(directory), clock ?? TimeProvider.System, lockTimeout ?? TimeSpan.FromSeconds(60));
        return archive.Reading(() =>
        {
            archive.CheckFormat();
            return archive;
        });
    }

    /// <summary>The products, in the order of their names.</summary>
    public IReadOnlyList<Product> Products() => Reading(() => (IReadOnlyList<Product>)
    [
        .. Folders().Select(folder => ArchiveJson.ReadProductFile(folder.ProductFile)).OrderBy(product => product.Name, StringComparer.Ordinal),
    ]);

    /// <summary>The released versions of a product, oldest first.</summary>
    public IReadOnlyList<FirmwareVersion> ReleasedVersions(Product product) => Reading(() => Folder(product).ReleasedVersions());

    /// <summary>The releases of a product, oldest first.</summary>
    public IReadOnlyList<ArchivedImage> Releases(Product product) => Reading(() => (IReadOnlyList<ArchivedImage>)
        [.. Folder(product).ReleaseFiles().Select(ArchiveJson.ReadRelease).OrderBy(release => release.Version)]);

    /// <summary>The builds of a product, in the order of their configurations; none once there is a release.</summary>
    public IReadOnlyList<ArchivedBuild> Builds(Product product) => Reading(() => (IReadOnlyList<ArchivedBuild>)
        [.. Folder(product).BuildFiles().Select(ArchiveJson.ReadBuild).OrderBy(build => build.Configuration, StringComparer.Ordinal)]);

    /// <summary>Finds a release; null where there is none.</summary>
    public ArchivedImage? FindRelease(Product product, FirmwareVersion version) => Reading(() => Folder(product).FindRelease(version));

    /// <summary>Finds a release.</summary>
    /// <exception cref="FotaException">There is none (FOTA3025).</exception>
    public ArchivedImage Release(Product product, FirmwareVersion version) =>
        FindRelease(product, version) ?? throw ArchiveRules.NotFound(Root, product, version);

    /// <summary>Finds the builds of a configuration; null where there are none.</summary>
    public ArchivedBuild? FindBuild(Product product, string configuration) => Reading(() => Folder(product).FindBuild(configuration));

    /// <summary>Reads an image and proves by its SHA-256 that it is the one that was archived.</summary>
    public byte[] ReadImage(ArchivedImage image) => Reading(() => Folder(image.Product).ReadImage(image));

    /// <inheritdoc/>
    public byte[]? Find(Product product, ManifestBase wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        IEnumerable<ArchivedImage?> candidates = wanted.Kind == BaseKind.Release
            ? [FindRelease(product, wanted.Version)]
            : Builds(product).SelectMany(build => (ArchivedImage?[])[build.Current, build.Previous]);
        return candidates.FirstOrDefault(image => image?.Digest == wanted.Digest) is { } found ? ReadImage(found) : null;
    }

    /// <summary>Refuses what <see cref="Promote"/> would refuse as things are now. Changes nothing.</summary>
    /// <exception cref="FotaException">As <see cref="Promote"/>.</exception>
    internal void RequirePromotable(Product product, FirmwareVersion version, FirmwareImage image, bool allowOlder) => Reading(() =>
    {
        ImageInfoCheck.Require(image, product, version);
        return ArchiveRules.CheckPromotion(Folder(product), product, version, image, allowOlder);
    });

    /// <summary>Makes an image a release. The same bits under the same version change nothing, except that damage is repaired.</summary>
    /// <param name="product">The product.</param>
    /// <param name="version">The version.</param>
    /// <param name="image">The image; where it has an info record, product and version must agree with it.</param>
    /// <param name="sourceRevision">The source revision; null where unknown.</param>
    /// <param name="signature">The signature over the image; null where there is none.</param>
    /// <param name="allowOlder">Whether the version may be below the latest release: for images from before the archive.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    /// <exception cref="FotaException">The version is not above the latest release (FOTA3026), is released with other bits (FOTA3027), or
    /// the image belongs to another product or version (FOTA3010, FOTA3011).</exception>
    public ArchivedImage Promote(
        Product product,
        FirmwareVersion version,
        FirmwareImage image,
        string? sourceRevision = null,
        ImageSignature? signature = null,
        bool allowOlder = false,
        CancellationToken cancellationToken = default)
    {
        ImageInfoCheck.Require(image, product, version);
        return Writing(() =>
        {
            ProductFolder folder = Prepare(product);
            if (ArchiveRules.CheckPromotion(folder, product, version, image, allowOlder) is { } existing)
            {
                ArchivedImage kept = existing with { Signature = existing.Signature ?? signature };
                folder.WriteRelease(kept, image.Content.Span);
                return kept;
            }

            ArchivedImage release = Describe(product, version, image, BaseKind.Release, sourceRevision) with { Signature = signature };
            folder.WriteRelease(release, image.Content.Span);
            Tidy(() =>
            {
                folder.RemoveBuilds();
                folder.RemoveUnnamedImages();
            });
            return release;
        }, cancellationToken);
    }

    /// <summary>Records a build, so that the next one finds its base. Changes nothing for the same bits or once there is a release.</summary>
    internal void RecordBuild(
        string configuration,
        Product product,
        FirmwareVersion version,
        FirmwareImage image,
        string? sourceRevision,
        CancellationToken cancellationToken)
    {
        // Looked at before the lock is taken, so that an archive that need not change may be read-only.
        if (IsRecorded())
            return;
        Writing(() =>
        {
            ProductFolder folder = Prepare(product);
            if (IsRecorded())
                return folder;
            ArchivedImage current = Describe(product, version, image, BaseKind.Build, sourceRevision);
            ArchivedImage? previous = folder.FindBuild(configuration)?.BaseFor(image.Digest);
            folder.WriteBuild(new ArchivedBuild(configuration, current, previous), image.Content.Span);
            Tidy(folder.RemoveUnnamedImages);
            return folder;
        }, cancellationToken);

        bool IsRecorded() =>
            Reading(() => Folder(product).HasReleases())
            || (FindBuild(product, configuration)?.Current is { } current && current.Digest == image.Digest && current.Version == version);
    }

    /// <summary>Removes a release.</summary>
    /// <exception cref="FotaException">There is none (FOTA3025).</exception>
    public void Remove(Product product, FirmwareVersion version, CancellationToken cancellationToken = default) => Writing(() =>
    {
        ProductFolder folder = Folder(product);
        if (!folder.ReleasedVersions().Contains(version))
            throw ArchiveRules.NotFound(Root, product, version);
        folder.RemoveRelease(version);
        Tidy(folder.RemoveUnnamedImages);
        return folder;
    }, cancellationToken);

    /// <summary>Removes all releases of a product but the newest ones.</summary>
    /// <param name="product">The product.</param>
    /// <param name="keep">How many stay, at least one.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    /// <returns>The versions removed, oldest first.</returns>
    public IReadOnlyList<FirmwareVersion> Prune(Product product, int keep, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        return Writing(() =>
        {
            ProductFolder folder = Folder(product);
            IReadOnlyList<FirmwareVersion> removed = [.. folder.ReleasedVersions().SkipLast(keep)];
            foreach (FirmwareVersion version in removed)
                folder.RemoveRelease(version);
            Tidy(folder.RemoveUnnamedImages);
            return removed;
        }, cancellationToken);
    }

    /// <summary>Reads every file of the archive and every image, and names what does not belong there.</summary>
    /// <param name="keys">The public keys that releases may be signed with; none: signatures are not looked at.</param>
    /// <param name="cancellationToken">Ends the work between two images.</param>
    public ArchiveReport Verify(IReadOnlyList<VerificationKey>? keys = null, CancellationToken cancellationToken = default) =>
        Reading(() => new ArchiveVerification(keys ?? []).Run(Root, AllFolders(), cancellationToken));

    /// <summary>What lies beside the products and does not belong there.</summary>
    internal static IEnumerable<string> ForeignFiles(string root)
    {
        if (!Directory.Exists(root))
            return [];
        string products = Path.Combine(root, ProductsName);
        HashSet<string> own =
            [.. ((string[])[FormatName, ProductsName, LockName, IgnoreName, AttributesName]).Select(name => Path.Combine(root, name))];
        IEnumerable<string> besideProducts = Directory.Exists(products) ? Directory.EnumerateFiles(products) : [];
        return Directory.EnumerateFileSystemEntries(root).Concat(besideProducts)
            .Where(path => !own.Contains(path) && !FileReplacement.IsLeftover(path))
            .Order(StringComparer.Ordinal);
    }

    private ArchivedImage Describe(Product product, FirmwareVersion version, FirmwareImage image, BaseKind kind, string? sourceRevision) => new()
    {
        Product = product,
        Version = version,
        Kind = kind,
        Size = image.Size,
        Digest = image.Digest,
        Added = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds()),
        SourceRevision = sourceRevision,
    };

    private ProductFolder Folder(Product product) => new(ProductsDirectory, product);

    // A folder without its product file is what a process left that was killed while it made the folder.
    private IEnumerable<ProductFolder> Folders() => AllFolders().Where(folder => File.Exists(folder.ProductFile));

    private IEnumerable<ProductFolder> AllFolders() => Directory.Exists(ProductsDirectory)
        ? Directory.EnumerateDirectories(ProductsDirectory).Order(StringComparer.Ordinal).Select(path => new ProductFolder(path))
        : [];

    // What was written counts, and is there. What could not be cleared away costs room until the next writer tries again.
    private static void Tidy(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
        }
    }

    private ProductFolder Prepare(Product product)
    {
        if (!File.Exists(FormatFile))
        {
            FileReplacement.Write(Path.Combine(Root, IgnoreName), ".lock\n*.fota-tmp\n"u8);
            FileReplacement.Write(Path.Combine(Root, AttributesName), "* -text\n"u8);
            FileReplacement.Write(FormatFile, CanonicalJson.Write(json => json.WriteNumber("format", Format)));
        }

        ProductFolder folder = Folder(product);
        if (!File.Exists(folder.ProductFile))
            FileReplacement.Write(folder.ProductFile, ArchiveJson.ProductFile(product));
        return folder;
    }

    private void CheckFormat()
    {
        if (!File.Exists(FormatFile))
            return;
        JsonFields fields = ArchiveJson.Open(FormatFile);
        long format = fields.Number("format", 1, int.MaxValue);
        if (format > Format)
            throw ArchiveRules.Newer(Root, format);
        fields.End();
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw FileFaults.Archive(Root, e);
        }
    }

    private T Writing<T>(Func<T> write, CancellationToken cancellationToken) => Reading(() =>
    {
        using FileLock held = FileLock.Acquire(Path.Combine(Root, LockName), LockTimeout, cancellationToken);
        CheckFormat();
        FileReplacement.RemoveLeftovers(Root);
        return write();
    });
}
