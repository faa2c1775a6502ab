using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;

namespace Fota.Release.Packaging;

/// <summary>What the user should know of image and patches.</summary>
internal static class PackageWarnings
{
    internal static IEnumerable<Diagnostic> Of(PackagingRequest request, FirmwareImage image, IReadOnlyList<MadePatch> patches)
    {
        if (image.Info is null && image.Wrapper?.IsOf(request.Version) is null)
        {
            yield return new Diagnostic(
                ReleaseErrors.ImageInfoMissing,
                "The image has no info record: a device cannot tell its product and version, and not refuse an older one.",
                "Put FOTA_IMAGE_INFO() of fota_info.h into one source file, and keep the section .fota_info in the linker script.");
        }

        foreach (MadePatch patch in patches.Where(patch => patch.PayloadSize >= image.Size))
        {
            yield return new Diagnostic(
                ReleaseErrors.PatchNotSmaller,
                $"The patch from {patch.Base.Version} in {patch.Format.Name()} has {patch.PayloadSize}, the image {image.Size}: devices get the full image.",
                "Nothing need be done; fota explain says what the patch would pay for.");
        }

        if (request.Signer is null)
        {
            yield return new Diagnostic(
                ReleaseErrors.PackageUnsigned,
                $"The package is incomplete: {PackageFiles.SigningRequest} waits to be signed.",
                "Sign it where the key is, and complete the package with fota sign --attach.");
        }
    }
}
