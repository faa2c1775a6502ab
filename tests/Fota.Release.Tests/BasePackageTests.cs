using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>A release as a NuGet package.</summary>
public sealed class BasePackageTests : IDisposable
{
    private static readonly BasePackageId s_id = BasePackageId.Parse("Sensor.Firmware");

    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_release_is_packed_with_image_manifest_and_signatures()
    {
        BasePackage package = BasePacking.PackRelease(Released("1.0.0"), s_id);

        Assert.Equal("Sensor.Firmware.1.0.0.nupkg", package.FileName);
        using var zip = new ZipArchive(new MemoryStream(package.Content.ToArray()));
        foreach (string name in (string[])["update.json", "update.json.sig", "update.bin", "update.sig"])
            Assert.Equal(_shop.ReadOutput(name), Bytes(zip, "firmware/" + name));
        XElement metadata = XDocument.Parse(Encoding.UTF8.GetString(Bytes(zip, "Sensor.Firmware.nuspec"))).Root!.Elements().Single();
        Assert.Equal(("Sensor.Firmware", "1.0.0"), (Text(metadata, "id"), Text(metadata, "version")));
        Assert.Equal("FotaFirmware", metadata.Descendants().Single(each => each.Name.LocalName == "packageType").Attribute("name")!.Value);
    }

    [Fact]
    public void The_ELF_file_is_packed_if_it_is_asked_for_and_is_that_of_the_image()
    {
        PackagingRequest request = Released("1.0.0") with { PackElf = true };
        byte[] image = _shop.ReadOutput("update.bin"), elf = TestFirmware.Elf(image);
        Assert.Equal(ReleaseErrors.ElfOfOtherImage, Assert.Throws<FotaException>(() => BasePacking.PackRelease(request, s_id)).Code);
        File.WriteAllBytes(Path.ChangeExtension(_shop.ImageFile, "elf"), elf);
        string other = Path.Combine(_shop.Root, "other.elf");
        File.WriteAllBytes(other, TestFirmware.Elf(TestFirmware.Image("1.0.1", change: 1)));

        BasePackage package = BasePacking.PackRelease(request, s_id);

        using var zip = new ZipArchive(new MemoryStream(package.Content.ToArray()));
        Assert.Equal(elf, Bytes(zip, "firmware/update.elf"));
        Assert.Contains("\"elf\"", Encoding.UTF8.GetString(Bytes(zip, "[Content_Types].xml")), StringComparison.Ordinal);
        FotaException refused = Assert.Throws<FotaException>(() => BasePacking.PackRelease(request with { ElfFile = other }, s_id));
        Assert.Equal(ReleaseErrors.ElfOfOtherImage, refused.Code);
        Assert.Contains(other, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("elf", Encoding.ASCII.GetString(BasePacking.PackRelease(request with { PackElf = false }, s_id).Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_the_zip_depends_on_time_or_machine()
    {
        byte[] content = BasePacking.PackRelease(Released("1.0.0"), s_id).Content.ToArray();

        using var zip = new ZipArchive(new MemoryStream(content));
        Assert.All(zip.Entries, entry =>
        {
            Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
            Assert.Equal((0, entry.Length), (entry.ExternalAttributes, entry.CompressedLength));
            Assert.Equal(Crc32.Of(Bytes(zip, entry.FullName)), entry.Crc32);
        });
    }

    [Fact]
    public void Writing_the_same_package_again_writes_nothing()
    {
        BasePackage package = BasePacking.PackRelease(Released("1.0.0"), s_id);
        string path = BasePacking.Write(package, _shop.Root);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        BasePacking.Write(package, _shop.Root);

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void What_is_not_released_as_it_lies_there_is_not_packed()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0"));
        UpdatePackager.Package(request);
        Refused(ReleaseErrors.ReleaseNotFound, () => BasePacking.PackRelease(request, s_id));

        Released("1.0.0");
        PackagingRequest rebuilt = _shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 3));
        UpdatePackager.Make(rebuilt);
        Refused(ReleaseErrors.ReleaseTaken, () => BasePacking.PackRelease(rebuilt, s_id));
        Refused(ReleaseErrors.PackageOutdated, () => BasePacking.PackRelease(rebuilt with { Version = FirmwareVersion.Parse("1.1.0") }, s_id));
    }

    [Fact]
    public void Files_that_were_published_are_packed_without_an_archive_unless_they_are_not_the_products_own()
    {
        PackagingRequest request = Released("1.0.0");
        byte[] packed = BasePacking.PackRelease(request, s_id).Content.ToArray();
        Directory.Delete(_shop.ArchiveDirectory, recursive: true);

        Assert.Equal(packed, BasePacking.PackFolder(_shop.Output, request, s_id).Content.ToArray());
        Refused(ReleaseErrors.SignerUnknown, () => BasePacking.PackFolder(_shop.Output, request with { PublicKeyFiles = [TestKeys.Other.Public] }, s_id));
        Refused(ReleaseErrors.ImageProductDiffers, () => BasePacking.PackFolder(_shop.Output, request with { Product = Product.Parse("another") }, s_id));
        byte[] image = _shop.ReadOutput("update.bin");
        image[^1] ^= 1;
        File.WriteAllBytes(_shop.OutputFile("update.bin"), image);
        Refused(ReleaseErrors.PackageFileDiffers, () => BasePacking.PackFolder(_shop.Output, request, s_id));
    }

    [Theory]
    [InlineData("Thermostat", "Thermostat.Firmware")]
    [InlineData("sensor node (EU)", "sensor-node-EU.Firmware")]
    [InlineData("a..b", "a-b.Firmware")]
    [InlineData(".x.", "x.Firmware")]
    public void Id_of_a_product_is_one_that_NuGet_takes(string product, string id)
    {
        Assert.Equal(id, BasePackageId.Of(Product.Parse(product)).Text);
        Assert.Equal(id, BasePackageId.Parse(id).Text);
    }

    [Fact]
    public void Product_without_any_letter_of_an_id_gets_its_number() =>
        BasePackageId.Parse(BasePackageId.Of(Product.Parse("温度")).Text);

    [Theory]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("a..b")]
    [InlineData("a\n")]
    public void What_NuGet_would_refuse_is_no_id(string text) => Refused(SettingErrors.ValueInvalid, () => BasePackageId.Parse(text));

    private PackagingRequest Released(string version)
    {
        PackagingRequest request = _shop.Request(version, TestFirmware.Image(version)) with { Release = true };
        UpdatePackager.Package(request);
        return request;
    }

    private static void Refused(ErrorCode code, Func<object> pack) => Assert.Equal(code, Assert.Throws<FotaException>(pack).Code);

    private static string Text(XElement metadata, string name) => metadata.Elements().Single(each => each.Name.LocalName == name).Value;

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var copy = new MemoryStream();
        using Stream entry = zip.GetEntry(name)!.Open();
        entry.CopyTo(copy);
        return copy.ToArray();
    }
}
