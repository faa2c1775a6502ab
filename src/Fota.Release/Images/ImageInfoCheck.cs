using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>Holds an image's info record against the product and version that it is to be published as.</summary>
internal static class ImageInfoCheck
{
    /// <summary>Refuses an image with another security counter than its package; one without a record passes.</summary>
    internal static void RequireCounter(FirmwareImage image, uint securityCounter)
    {
        if (image.Info is not { } info || info.SecurityCounter == securityCounter)
            return;
        throw new FotaException(
            ReleaseErrors.ImageCounterDiffers,
            $"The image's info record has the security counter {info.SecurityCounter}; it is to be {securityCounter}.",
            "Rebuild the source file with FOTA_IMAGE_INFO(): it must include the generated fota_version.h.");
    }

    /// <summary>Refuses an image that is another product or version; one without a record passes.</summary>
    internal static void Require(FirmwareImage image, Product product, FirmwareVersion version)
    {
        if (image.Info is not { } info)
            return;
        if (info.Product != product.Id)
        {
            throw new FotaException(
                ReleaseErrors.ImageProductDiffers,
                $"The image's info record has the product id {info.Product}; {product} has {product.Id}.",
                "Set FotaProduct to the product of this firmware, and rebuild the source file with FOTA_IMAGE_INFO().");
        }

        if (info.Version != version.Numbers)
        {
            throw new FotaException(
                ReleaseErrors.ImageVersionDiffers,
                $"The image's info record has version {info.Version}; it is to be {version} ({version.Numbers}).",
                "Rebuild the source file with FOTA_IMAGE_INFO(): it must include the generated fota_version.h.");
        }
    }
}
