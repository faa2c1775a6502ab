using Fota.Errors;
using Fota.Release.Images.Wrappers;

namespace Fota.Release.Images;

/// <summary>Holds an image's info record, and what a bootloader's wrapper says, against the product and version that it is to be published as.</summary>
internal static class ImageInfoCheck
{
    /// <summary>Refuses an image with another security counter than its package; one without a record passes.</summary>
    internal static void RequireCounter(FirmwareImage image, uint securityCounter)
    {
        if (image.Wrapper is { SecurityCounter: { } counter } wrapper && counter != securityCounter)
        {
            throw new FotaException(
                ReleaseErrors.ImageCounterDiffers,
                $"The {wrapper.Kind.Name()} image has the security counter {counter}; it is to be {securityCounter}.",
                $"Set FotaSecurityCounter to {counter}, or make the image with the other one.");
        }

        if (image.Info is not { } info || info.SecurityCounter == securityCounter)
            return;
        throw new FotaException(
            ReleaseErrors.ImageCounterDiffers,
            $"The image's info record has the security counter {info.SecurityCounter}; it is to be {securityCounter}.",
            "Rebuild the source file with FOTA_IMAGE_INFO(): it must include the generated fota_version.h.");
    }

    /// <summary>Refuses an image that is another product or version; one that says nothing of itself passes.</summary>
    internal static void Require(FirmwareImage image, Product product, FirmwareVersion version)
    {
        if (image.Wrapper is { } wrapper)
            Require(wrapper, product, version);
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

    /// <summary>Refuses an image that is not wrapped as the project says.</summary>
    internal static void RequireWrapper(FirmwareImage image, WrapperKind? kind)
    {
        if (kind is null || image.Wrapper?.Kind == kind)
            return;
        throw new FotaException(
            ReleaseErrors.ImageWrapperMissing,
            $"The image is no {kind.Value.Name()} image{(image.Wrapper is { } other ? $", but one of {other.Kind.Name()}" : "")}, as FotaImageFormat says.",
            kind == WrapperKind.Mcuboot ? "Set FotaImage to the file that imgtool sign wrote, such as zephyr.signed.bin." : "Set FotaImage to the application that esptool's elf2image wrote, build/PROJECT.bin.");
    }

    private static void Require(ImageWrapper wrapper, Product product, FirmwareVersion version)
    {
        if (wrapper.Product is { } name && name != product.Name)
        {
            throw new FotaException(
                ReleaseErrors.ImageProductDiffers,
                $"The {wrapper.Kind.Name()} image is of the project '{name}'; it is to be of {product}.",
                "Set FotaProduct to the name in project() of the top CMakeLists.txt, or the other way round.");
        }

        if (wrapper.IsOf(version) == false)
        {
            throw new FotaException(
                ReleaseErrors.ImageVersionDiffers,
                $"The {wrapper.Kind.Name()} image has version {wrapper.Version}; it is to be {version}.",
                wrapper.Kind == WrapperKind.Mcuboot ? "Give imgtool sign the same --version as FotaVersion." : "Set PROJECT_VER to the same as FotaVersion.");
        }
    }
}
