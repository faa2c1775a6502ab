using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Signing;

namespace Fota.Tool.Tests;

/// <summary>An update of two sectors, for devices with one slot and with two, so that each of its flash operations can be cut.</summary>
internal static class SmallUpdate
{
    public const int SectorSize = 1024;

    private const int ImageSize = 2 * SectorSize;

    /// <summary>Packages 1.1.0 of a small image with the base 1.0.0, for a flash with two spare sectors.</summary>
    public static FlashRegion Make(TemporaryFolder folder, ReleasedPackage package)
    {
        var region = new FlashRegion(SectorSize, (ImageSize / SectorSize) + 2);
        Product product = Product.Parse(ReleasedPackage.ProductName);
        File.WriteAllBytes(folder["old.bin"], Image("1.0.0"));
        File.WriteAllBytes(folder["new.bin"], Image("1.1.0"));
        BaseArchive.Open(folder["archive"]).Promote(product, FirmwareVersion.Parse("1.0.0"), FirmwareImage.Load(folder["old.bin"]));
        UpdatePackager.Package(new PackagingRequest
        {
            ImageFile = folder["new.bin"],
            Product = product,
            Version = FirmwareVersion.Parse("1.1.0"),
            ArchiveDirectory = folder["archive"],
            OutputDirectory = folder["package"],
            OneSlot = new OneSlot(region, SpareSectors: 2),
            Signer = () => KeyFileSigner.Load(package.PrivateKey),
            PublicKeyFiles = [package.PublicKey],
            Tool = "Fota.Tool.Tests",
        });
        return region;
    }

    private static byte[] Image(string version)
    {
        byte[] image = new byte[ImageSize];
        new Random(1).NextBytes(image);
        VersionNumbers numbers = FirmwareVersion.Parse(version).Numbers;
        image[ImageSize / 2] = (byte)numbers.Minor;
        new ImageInfoRecord(ProductId.Of(ReleasedPackage.ProductName), numbers).ToByteArray().CopyTo(image, 16);
        return image;
    }
}
