using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Names, versions, sizes and the info record, as docs/format.md has them.</summary>
public sealed class FirmwareTests
{
    [Theory]
    [InlineData("1.2.3", 1, 2, 3, 65535)]
    [InlineData("1.2.0-rc.3", 1, 2, 0, 3)]
    [InlineData("1.2.0-rc", 1, 2, 0, 0)]
    [InlineData("1.2.0-rc3", 1, 2, 0, 0)]
    [InlineData("1.2.0-alpha.7.x", 1, 2, 0, 7)]
    [InlineData("65535.65535.65535-a.65534", 65535, 65535, 65535, 65534)]
    [InlineData("1.0.0+build.99", 1, 0, 0, 65535)]
    public void A_version_has_the_numbers_that_a_device_compares(string text, int major, int minor, int patch, int stage) =>
        Assert.Equal(
            new VersionNumbers((ushort)major, (ushort)minor, (ushort)patch, (ushort)stage), FirmwareVersion.Parse(text).Numbers);

    [Theory]
    [InlineData("65536.0.0")]
    [InlineData("1.2.3.4")]
    [InlineData("1.0.0-rc.65535")]
    [InlineData("1.0.0-rc.99999999999999999999")]
    public void A_version_whose_numbers_do_not_fit_is_refused(string text)
    {
        Assert.Equal(ReleaseErrors.VersionNotRepresentable, Assert.Throws<FotaException>(() => FirmwareVersion.Parse(text)).Code);
        Assert.False(FirmwareVersion.TryParse(text, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("one")]
    [InlineData("1.0.0-")]
    [InlineData("../1.0.0")]
    [InlineData("1.0.0-a/b")]
    public void What_is_no_version_is_refused(string? text) =>
        Assert.Equal(ReleaseErrors.VersionInvalid, Assert.Throws<FotaException>(() => FirmwareVersion.Parse(text)).Code);

    [Fact]
    public void Prereleases_come_before_their_release_in_both_orders()
    {
        FirmwareVersion[] order = [.. "1.0.0-rc.1 1.0.0-rc.2 1.0.0 1.0.1-rc.1 1.0.1".Split(' ').Select(FirmwareVersion.Parse)];

        Assert.Equal(order, order.Reverse().Order());
        Assert.Equal(order.Select(version => version.Numbers), order.Select(version => version.Numbers).Order());
    }

    [Fact]
    public void The_info_record_has_the_bytes_of_the_format_page()
    {
        byte[] record = new ImageInfoRecord(ProductId.Of("blinky"), FirmwareVersion.Parse("1.2.3-rc.4").Numbers, 0x01020304).ToByteArray();

        // magic, record version 2, size 36, 1.2.3 stage 4, the first 8 bytes of sha256("blinky"), security counter, check word.
        Assert.Equal("464F5441494E464F" + "0200" + "2400" + "0100" + "0200" + "0300" + "0400", Convert.ToHexString(record)[..40]);
        byte[] digest = System.Security.Cryptography.SHA256.HashData("blinky"u8);
        Assert.Equal(digest[..8], record[20..28]);
        Assert.Equal("04030201", Convert.ToHexString(record[28..32]));
        uint sum = Enumerable.Range(0, 9).Aggregate(0u, (all, word) => all ^ BitConverter.ToUInt32(record, word * 4));
        Assert.Equal(uint.MaxValue, sum);
    }

    [Fact]
    public void The_record_of_an_image_is_found_where_it_lies()
    {
        byte[] image = TestFirmware.Image("2.1.0-beta.9");

        ImageInfoRecord info = new FirmwareImage(image).Info!;

        Assert.Equal(TestFirmware.Product.Id, info.Product);
        Assert.Equal(new VersionNumbers(2, 1, 0, 9), info.Version);
    }

    [Fact]
    public void Magic_without_a_valid_check_or_off_the_word_boundary_is_no_record()
    {
        byte[] record = new ImageInfoRecord(new ProductId(7), new VersionNumbers(1, 0, 0, 0)).ToByteArray();
        byte[] image = new byte[256];
        record.CopyTo(image, 8);
        image[8 + 20] ^= 1;
        record.CopyTo(image, 101);
        "FOTAINFO"u8.CopyTo(image.AsSpan(248));

        Assert.Null(ImageInfoRecord.Find(image));
    }

    [Fact]
    public void Two_records_and_a_record_of_a_later_format_are_refused()
    {
        byte[] record = new ImageInfoRecord(new ProductId(7), new VersionNumbers(1, 0, 0, 0)).ToByteArray();
        byte[] twice = [.. record, .. record];
        Assert.Equal(ReleaseErrors.ImageInfoDuplicate, Assert.Throws<FotaException>(() => ImageInfoRecord.Find(twice)).Code);

        byte[] later = [.. record];
        later[8] ^= 1;
        later[32] ^= 1;
        Assert.Equal(ReleaseErrors.ImageInfoUnknown, Assert.Throws<FotaException>(() => ImageInfoRecord.Find(later)).Code);

        byte[] larger = [.. record, 0, 0, 0, 0];
        larger[10] = 40;
        larger[34] ^= 36 ^ 40;
        Assert.Equal(ReleaseErrors.ImageInfoUnknown, Assert.Throws<FotaException>(() => ImageInfoRecord.Find(larger)).Code);
    }

    [Fact]
    public void The_header_gives_the_firmware_what_its_info_record_holds()
    {
        string header = VersionHeader.Generate(Product.Parse("Gerät \"A\" ??/"), FirmwareVersion.Parse("1.2.0-rc.3"), 9);

        ProductId id = ProductId.Of("Gerät \"A\" ??/");
        Assert.Contains("#define FOTA_PRODUCT \"Ger\\303\\244t \\042A\\042 \\077\\077/\"\n", header, StringComparison.Ordinal);
        Assert.Contains("#define FOTA_VERSION \"1.2.0-rc.3\"\n", header, StringComparison.Ordinal);
        Assert.Contains("#define FOTA_VERSION_STAGE 3\n", header, StringComparison.Ordinal);
        Assert.Contains("#define FOTA_SECURITY_COUNTER 9u\n", header, StringComparison.Ordinal);
        Assert.Contains($"#define FOTA_PRODUCT_ID_LO 0x{id.Low:x8}u\n", header, StringComparison.Ordinal);
        Assert.Contains($"#define FOTA_PRODUCT_ID_HI 0x{id.High:x8}u\n", header, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', header);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a\n")]
    [InlineData("\ud800")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_product_name_that_cannot_be_meant_is_refused(string name) =>
        Assert.Equal(ReleaseErrors.ProductInvalid, Assert.Throws<FotaException>(() => Product.Parse(name)).Code);

    [Theory]
    [InlineData("100", 100)]
    [InlineData("6 KB", 6144)]
    [InlineData("6KiB", 6144)]
    [InlineData(" 2m ", 2 << 20)]
    [InlineData("4.5KB", 4608)]
    [InlineData("4294967295", uint.MaxValue)]
    public void A_size_is_read_with_its_unit(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text).Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("0.0001 KB")]
    [InlineData(".5 KB")]
    [InlineData("5. KB")]
    [InlineData("1,5 KB")]
    [InlineData("4294967296")]
    [InlineData("many")]
    [InlineData("1 GB")]
    public void What_is_no_size_is_refused(string text) =>
        Assert.Equal(ReleaseErrors.SizeInvalid, Assert.Throws<FotaException>(() => ByteSize.Parse(text)).Code);

    [Fact]
    public void A_missing_or_empty_image_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["empty.bin"], []);

        Assert.Equal(ReleaseErrors.ImageUnreadable, Assert.Throws<FotaException>(() => FirmwareImage.Load(folder["none.bin"])).Code);
        Assert.Contains("is a folder", Assert.Throws<FotaException>(() => FirmwareImage.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(ReleaseErrors.ImageSizeRefused, Assert.Throws<FotaException>(() => FirmwareImage.Load(folder["empty.bin"])).Code);
    }
}
