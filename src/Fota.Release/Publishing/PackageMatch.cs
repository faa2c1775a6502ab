using Fota.Errors;
using Fota.Release.Manifest;
using Fota.Release.Planning;

namespace Fota.Release.Publishing;

/// <summary>Holds a package against the project as it is now: only what was built and tested is archived.</summary>
internal static class PackageMatch
{
    /// <summary>Refuses a package of another product, version or image (FOTA3074).</summary>
    internal static void Require(PackagingPlan plan, UpdateManifest manifest)
    {
        (var product, var version) = (plan.Request.Product, plan.Request.Version);
        if (manifest.Product != product || manifest.Version != version)
            throw Outdated(plan, $"The package is {manifest.Product} {manifest.Version}, and the project is {product} {version} now.");
        if (plan.Image is { } image && image.Digest != manifest.Image.Digest)
        {
            throw Outdated(
                plan,
                $"The package has the image with SHA-256 {manifest.Image.Digest.ToString()[..12]}, and '{plan.Request.ImageFile}' has {image.Digest.ToString()[..12]} now.");
        }
    }

    private static FotaException Outdated(PackagingPlan plan, string what) => new(
        ReleaseErrors.PackageOutdated,
        what,
        "Build again: a release is what was built and tested. Where a target makes the image after it was packaged, name that target in FotaAfterImageTargets.")
    {
        File = Path.Combine(plan.Request.OutputDirectory, PackageFiles.Manifest),
    };
}
