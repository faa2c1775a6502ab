using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Release.Publishing;

namespace Fota.Tool.Serving;

/// <summary>A package that is served.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Prefix">What its files' addresses begin with: empty, or the folder's name and a slash.</param>
/// <param name="Manifest">Its manifest.</param>
internal sealed record PublishedPackage(string Folder, string Prefix, UpdateManifest Manifest)
{
    /// <summary>The files that may be had: those that the manifest names, and no others.</summary>
    public IEnumerable<string> Files =>
    [
        PackageFiles.Manifest, PackageFiles.ManifestSignature, PackageFiles.Image, PackageFiles.Signature, PackageFiles.FullContainer,
        .. Manifest.Patches.SelectMany(patch => (string[])[patch.File, patch.Container]),
    ];

    /// <summary>Reads a file of the package, and holds it against the manifest as far as that describes it.</summary>
    /// <exception cref="FotaException">It is missing (FOTA3070), or is another one (FOTA3071).</exception>
    public byte[] Read(string file) => new PackageReader(Folder).Published(file, Manifest);
}

/// <summary>
/// The packages below a folder: the folder itself, or its direct subfolders. Read anew for each request, so that a build or a copy
/// publishes at once. A request is only ever compared with names that are served, never made a path.
/// </summary>
internal sealed class PublishedPackages(string root)
{
    /// <summary>All complete packages; a folder that is being written, or is not signed, is left out.</summary>
    public IReadOnlyList<PublishedPackage> All()
    {
        var packages = new List<PublishedPackage>();
        Add(packages, root, "");
        foreach (DirectoryInfo folder in new DirectoryInfo(root).EnumerateDirectories().OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            // What a link leads to is not what the folder was given for.
            if (folder.LinkTarget is null)
                Add(packages, folder.FullName, folder.Name + "/");
        }
        return packages;
    }

    /// <summary>The newest package of a product; null where there is none.</summary>
    public PublishedPackage? Newest(string product) => All().Where(each => each.Manifest.Product.Name == product).MaxBy(each => each.Manifest.Version);

    /// <summary>The package and file of an address; null where it is none that is served.</summary>
    public (PublishedPackage Package, string File)? FileAt(string address)
    {
        foreach (PublishedPackage package in All())
        {
            foreach (string file in package.Files)
            {
                if (package.Prefix + file == address)
                    return (package, file);
            }
        }

        return null;
    }

    private static void Add(List<PublishedPackage> packages, string folder, string prefix)
    {
        var file = new FileInfo(Path.Combine(folder, PackageFiles.Manifest));
        if (!file.Exists || file.LinkTarget is not null)
            return;
        try
        {
            UpdateManifest manifest = new PackageReader(folder).Manifest();
            if (manifest.IsComplete)
                packages.Add(new PublishedPackage(folder, prefix, manifest));
        }
        catch (FotaException)
        {
            // Damaged, or just being replaced: a server goes on with what it has.
        }
    }
}
