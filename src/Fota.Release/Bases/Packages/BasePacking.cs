using Fota.Errors;
using Fota.Files;
using Fota.Release.Files;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;

namespace Fota.Release.Bases.Packages;

/// <summary>Packs a release for NuGet feeds. What is packed was verified first: nobody publishes a base that nobody could use.</summary>
public static class BasePacking
{
    /// <summary>Packs the release that lies in a project's update folder.</summary>
    /// <param name="request">The project's settings; the archive must have the release.</param>
    /// <param name="id">The package's id.</param>
    /// <exception cref="FotaException">The version is not released (FOTA3025) or with other bits (FOTA3027), or the package in the update folder
    /// is not valid or of another version (FOTA3074).</exception>
    public static BasePackage PackRelease(PackagingRequest request, BasePackageId id)
    {
        ArgumentNullException.ThrowIfNull(request);
        UpdateManifest manifest = new PackageReader(request.OutputDirectory).Manifest();
        if (manifest.Product != request.Product || manifest.Version != request.Version)
        {
            throw new FotaException(
                ReleaseErrors.PackageOutdated,
                $"The package is {manifest.Product} {manifest.Version}, and the project is {request.Product} {request.Version} now.",
                "Build again, or name the folder with the files of the release that is meant.")
            {
                File = Path.Combine(request.OutputDirectory, PackageFiles.Manifest),
            };
        }

        var archive = BaseArchive.Open(request.ArchiveDirectory);
        if (archive.FindRelease(request.Product, request.Version) is not { } release)
        {
            throw new FotaException(
                ReleaseErrors.ReleaseNotFound,
                $"The archive '{archive.Root}' has no release {request.Version} of {request.Product}; only releases are packed.",
                "Release it first: fota release, or -p:FotaRelease=true for dotnet pack.");
        }

        return release.Digest == manifest.Image.Digest
            ? PackFolder(request.OutputDirectory, request, id)
            : throw ArchiveRules.Taken(request.Product, request.Version, release.Digest, new PackageReader(request.OutputDirectory).Image(manifest));
    }

    /// <summary>Packs a release from the files that were published, whatever the archive has.</summary>
    /// <param name="folder">A folder with the files of an update package.</param>
    /// <param name="request">The project's settings: product and public keys.</param>
    /// <param name="id">The package's id.</param>
    /// <exception cref="FotaException">The package is not valid, or of another product (FOTA3010); the ELF file is asked for and not the image's (FOTA3039).</exception>
    public static BasePackage PackFolder(string folder, PackagingRequest request, BasePackageId id)
    {
        ArgumentNullException.ThrowIfNull(request);
        UpdateManifest manifest = PackageVerifier.Verify(folder, PackageSigner.LoadKeys(request.PublicKeyFiles)).Require();
        if (manifest.Product != request.Product)
        {
            throw new FotaException(
                ReleaseErrors.ImageProductDiffers,
                $"The package in '{folder}' is of {manifest.Product}; the project is {request.Product}.",
                "Name the folder of this product's release.");
        }

        byte[]? elf = request.PackElf ? LinkAddress.ElfToPack(new PackageReader(folder).Image(manifest), request) : null;
        return BasePackage.Of(id, manifest, name => Read(folder, name), elf);
    }

    /// <summary>Writes a package into a folder, unless the very bytes lie there already.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="FotaException">It cannot be written (FOTA3040).</exception>
    public static string Write(BasePackage package, string folder)
    {
        ArgumentNullException.ThrowIfNull(package);
        string path = Path.GetFullPath(package.FileName, Path.GetFullPath(folder));
        try
        {
            bool same = RegularFile.Exists(path) && RegularFile.Read(path, package.Content.Length).AsSpan().SequenceEqual(package.Content.Span);
            if (!same)
                FileReplacement.Write(path, package.Content.Span);
            return path;
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw FileFaults.Output(path, e);
        }
    }

    private static byte[] Read(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            return RegularFile.Read(path, FirmwareImage.MaxSize);
        }
        catch (Exception e) when (FileFaults.IsFileFault(e))
        {
            throw new FotaException(
                ReleaseErrors.PackageFileUnreadable, $"The package's {name} cannot be read: {e.Message}", "Build again, or take the package again.", e)
            {
                File = path,
            };
        }
    }
}
