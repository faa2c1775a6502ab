using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Signing;

namespace Fota.Release.Bases.Packages;

/// <summary>A base's package as NuGet has extracted it. Nothing of it is used before its signatures are verified.</summary>
/// <param name="id">Its id.</param>
/// <param name="version">Its version.</param>
/// <param name="directory">The folder that it is extracted to.</param>
public sealed class ExtractedPackage(BasePackageId id, FirmwareVersion version, string directory)
{
    // NuGet writes this file when all others of a package are there.
    private const string NuGetIsDone = ".nupkg.metadata";

    /// <summary>Finds a package in the folders that NuGet extracts packages into.</summary>
    /// <returns>The package; null where none of them has it.</returns>
    public static ExtractedPackage? Find(BasePackageId id, FirmwareVersion version, IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(folders);
#pragma warning disable CA1308 // So NuGet names the folders.
        string place = Path.Combine(id.Text.ToLowerInvariant(), version.ToString().ToLowerInvariant());
#pragma warning restore CA1308
        string[] found = [.. folders.Select(folder => Path.Combine(folder, place)).Where(Directory.Exists)];
        // What a restore that was killed has left in one folder does not stand before the whole package in another.
        string? best = found.FirstOrDefault(folder => File.Exists(Path.Combine(folder, NuGetIsDone))) ?? found.FirstOrDefault();
        return best is null ? null : new ExtractedPackage(id, version, best);
    }

    /// <summary>Verifies the package and reads its image.</summary>
    /// <param name="product">The product that it must be of.</param>
    /// <param name="keys">The public keys that devices accept.</param>
    /// <exception cref="FotaException">It is damaged, not signed by one of the keys, or not of this product and version; the message names it.</exception>
    public (UpdateManifest Manifest, FirmwareImage Image) Read(Product product, IReadOnlyList<VerificationKey> keys)
    {
        string folder = Path.Combine(directory, BasePackage.Folder);
        try
        {
            UpdateManifest manifest = PackageVerifier.VerifyImage(folder, keys).Require();
            Require(manifest.Product == product, ReleaseErrors.ImageProductDiffers, $"It is signed as {manifest.Product}; the project is {product}.");
            Require(manifest.Version == version, ReleaseErrors.ImageVersionDiffers, $"It is signed as version {manifest.Version}.");
            return (manifest, new PackageReader(folder).Image(manifest));
        }
        catch (FotaException e)
        {
            throw new FotaException(
                e.Code,
                $"The base package {id} {version} is refused. {e.Message}",
                "Find out who published it, and whether the nuget.config takes this id from the team's own feed alone (docs/bases.md); then delete the folder and restore again.",
                e)
            {
                File = directory,
            };
        }
    }

    /// <summary>The failure of a package whose signatures are good, and whose image is not the one that is pinned.</summary>
    public static FotaException Differs(PackagesOrigin origin, FirmwareVersion version, Sha256Digest found, Sha256Digest pinned)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new FotaException(
            ReleaseErrors.BasePackageDiffers,
            $"The base package {origin.Id} {version} has an image with SHA-256 {found}; '{BaseLock.FileName}' pins {pinned}.",
            "A version was published twice, with different bits. Find out which one devices run, and have the feed hold that one alone.")
        {
            File = origin.Lock,
        };
    }

    private static void Require(bool holds, ErrorCode code, string what)
    {
        if (!holds)
            throw new FotaException(code, what, "Take the package of this product and version.");
    }
}
