using System.Buffers.Binary;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Wrappers;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>
/// Images for MCUboot and ESP-IDF. No tool of either is in the packages of the tests' machines: the images are written here, by the layouts
/// that MCUboot's design page and ESP-IDF's page on the application's image format give.
/// </summary>
public sealed class ImageWrapperTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_MCUboot_image_says_its_version_counter_and_TLVs(bool padded)
    {
        ImageWrapper wrapper = new FirmwareImage(WrappedImages.Mcuboot(1, 2, 3, counter: 9, padded: padded)).Wrapper!;

        Assert.Equal((WrapperKind.Mcuboot, null, "1.2.3+7", 9u), (wrapper.Kind, wrapper.Product, wrapper.Version, wrapper.SecurityCounter));
        string[] names = ["header", "firmware", "TLV 0x0050 security counter, protected", "TLV 0x0010 SHA-256", "TLV 0x0022 signature ECDSA", "TLV 0x00A0"];
        Assert.Equal(padded ? [.. names, "behind the TLVs"] : names, wrapper.Facts.Select(fact => fact.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_ESP_IDF_application_says_its_project_version_and_segments(bool hashed)
    {
        ImageWrapper wrapper = new FirmwareImage(WrappedImages.Esp("Sensor", "v1.2.3", counter: 4, hashed: hashed)).Wrapper!;

        Assert.Equal((WrapperKind.EspIdf, "Sensor", "v1.2.3", 4u), (wrapper.Kind, wrapper.Product, wrapper.Version, wrapper.SecurityCounter));
        Assert.Contains(new WrapperFact("built", "Jan  2 2026 12:34:56"), wrapper.Facts);
        Assert.Contains(new WrapperFact("segment 2", "0x42000020, 5120 bytes"), wrapper.Facts);
        Assert.Equal(hashed, wrapper.Facts.Any(fact => fact.Name == "SHA-256"));
    }

    [Fact]
    public void Other_images_have_no_wrapper()
    {
        byte[] bootloader = WrappedImages.Esp("Sensor", "1.0.0");
        bootloader[32] ^= 1;

        Assert.Null(new FirmwareImage(TestFirmware.Image("1.0.0")).Wrapper);
        Assert.Null(new FirmwareImage([0x3D, 0xB8, 0xF3, 0x96]).Wrapper);
        Assert.Null(new FirmwareImage(bootloader).Wrapper);
    }

    // Every byte of what the hashes cover, and every place where a file can end.
    [Fact]
    public void What_is_changed_or_cut_off_is_refused_with_a_code()
    {
        byte[] mcuboot = WrappedImages.Mcuboot(1, 0, 0), esp = WrappedImages.Esp("Sensor", "1.0.0");
        for (int at = 32; at < mcuboot.Length; at += Step(at, mcuboot))
            Refused(mcuboot[..at]);
        for (int at = 288; at < esp.Length; at += Step(at, esp))
            Refused(esp[..at]);
        // Not what stands for a signature, which is MCUboot's own to check.
        for (int at = 4; at < 512 + (20 * 1024) + 12; at += Step(at, mcuboot))
            Refused(Changed(mcuboot, at));
        // Not the word without which it is no application, and not whether there is a hash.
        for (int at = 1; at < esp.Length; at += Step(at, esp))
        {
            if (at is not (23 or (>= 32 and < 36)))
                Refused(Changed(esp, at));
        }

        static int Step(int at, byte[] image) => at < 600 || at > image.Length - 300 ? 1 : 61;
    }

    [Fact]
    [Slow]
    public void Sizes_that_hostile_images_give_are_never_followed()
    {
        var random = new Random(5);
        foreach (byte[] image in (byte[][])[WrappedImages.Mcuboot(1, 0, 0), WrappedImages.Esp("Sensor", "1.0.0")])
        {
            int fields = image[0] == 0xE9 ? 32 : 20;
            for (int i = 0; i < 3000; i++)
            {
                byte[] hostile = [.. image];
                // Not the magics: without them it would be no such image.
                int at = random.Next(image[0] == 0xE9 ? 1 : 4, fields);
                BinaryPrimitives.WriteUInt16LittleEndian(hostile.AsSpan(at, 2), (ushort)random.Next(3) switch { 0 => ushort.MaxValue, 1 => 0, _ => (ushort)random.Next(ushort.MaxValue) });
                Try(hostile);
                hostile = [.. image];
                int tail = image.Length - 200 + random.Next(200);
                hostile[tail] = (byte)random.Next(256);
                Try(hostile);
            }
        }
    }

    // 16,000 of them would have the whole image hashed as often.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_hash_that_stands_twice_is_refused(uint flags)
    {
        byte[] image = WrappedImages.Mcuboot(1, 0, 0, flags: flags);
        int area = image.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x07, 0x69]);
        byte[] hash = image[(area + 4)..(area + 4 + 36)];
        byte[] twice = [.. image[..(area + 4)], .. hash, .. image[(area + 4)..]];
        BinaryPrimitives.WriteUInt16LittleEndian(twice.AsSpan(area + 2), (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(area + 2)) + hash.Length));

        FotaException refused = Assert.Throws<FotaException>(() => new FirmwareImage(twice).Wrapper);

        Assert.Contains("twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_an_encrypted_image_is_that_of_another_and_not_held_against_it()
    {
        byte[] image = WrappedImages.Mcuboot(1, 0, 0, flags: 0x4);
        image[600] ^= 1;

        Assert.Contains(new FirmwareImage(image).Wrapper!.Facts, fact => fact.Value.EndsWith("before it was encrypted)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mcuboot")]
    [InlineData("esp-idf")]
    public void Patches_are_made_between_wrapped_images(string format)
    {
        byte[] first = Image(format, "1.0.0"), second = Image(format, "1.1.0");
        UpdatePackager.Package(Request(format, "1.0.0", first) with { Release = true });

        PackagingResult result = UpdatePackager.Package(Request(format, "1.1.0", second));

        Assert.True(result.Passed);
        // Without our info record: the wrapper says the version.
        Assert.Empty(result.Warnings);
        byte[] patch = _shop.ReadOutput("update.diff");
        Assert.InRange(patch.Length, 1, 1000);
        Assert.Equal(second, _shop.ReadOutput(PackageFiles.Image));
        Assert.Equal(second, Patcher.Apply(first, patch));
    }

    [Theory]
    [InlineData("mcuboot", "1.0.1", 0, "FOTA3011")]
    [InlineData("mcuboot", "1.0.0", 5, "FOTA3013")]
    [InlineData("mcuboot", "1.0.0-rc.1", 0, null)]
    [InlineData("esp-idf", "1.0.1", 0, "FOTA3011")]
    [InlineData("esp-idf", "1.0.0-rc.1", 0, "FOTA3011")]
    [InlineData("esp-idf", "1.0.0", 5, "FOTA3013")]
    public void Version_and_counter_are_those_of_the_wrapper(string format, string version, uint counter, string? code) =>
        AssertCode(code, () => UpdatePackager.Package(Request(format, version, Image(format, "1.0.0")) with { SecurityCounter = counter }));

    [Fact]
    public void Project_of_an_ESP_IDF_application_is_the_product() => AssertCode(
        "FOTA3010", () => UpdatePackager.Package(Request("esp-idf", "1.0.0", WrappedImages.Esp("Other", "1.0.0"))));

    [Fact]
    public void A_commit_instead_of_a_version_says_nothing_and_is_warned_of()
    {
        PackagingResult result = UpdatePackager.Package(Request("esp-idf", "1.0.0", WrappedImages.Esp(TestFirmware.Product.Name, "a1b2c3d-dirty")));

        Assert.Contains(ReleaseErrors.ImageInfoMissing, result.Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("mcuboot", "esp-idf", "imgtool")]
    [InlineData("esp-idf", "mcuboot", "elf2image")]
    [InlineData("mcuboot", "", "imgtool")]
    public void What_is_not_wrapped_as_the_project_says_is_refused(string format, string other, string advice)
    {
        byte[] image = other.Length == 0 ? TestFirmware.Image("1.0.0") : Image(other, "1.0.0");

        FotaException refused = AssertCode("FOTA3019", () => UpdatePackager.Package(Request(format, "1.0.0", image)))!;

        Assert.Contains(advice, refused.Advice, StringComparison.Ordinal);
    }

    private static byte[] Image(string format, string version)
    {
        VersionNumbers numbers = FirmwareVersion.Parse(version).Numbers;
        return format == "mcuboot"
            ? WrappedImages.Mcuboot((byte)numbers.Major, (byte)numbers.Minor, numbers.Patch)
            : WrappedImages.Esp(TestFirmware.Product.Name, "v" + version);
    }

    private static byte[] Changed(byte[] image, int at)
    {
        byte[] changed = [.. image];
        changed[at] ^= 0x10;
        return changed;
    }

    private static FotaException? AssertCode(string? code, Action action)
    {
        var refused = Record.Exception(action) as FotaException;
        Assert.Equal(code, refused?.Code.Id);
        return refused;
    }

    private static void Refused(byte[] image) =>
        Assert.Equal(ReleaseErrors.ImageWrapperDamaged, Assert.Throws<FotaException>(() => ImageWrapper.Find(image) ?? throw new InvalidOperationException("No wrapper.")).Code);

    private static void Try(byte[] image)
    {
        if (Record.Exception(() => ImageWrapper.Find(image)) is { } failure)
            Assert.Equal(ReleaseErrors.ImageWrapperDamaged, Assert.IsType<FotaException>(failure).Code);
    }

    private PackagingRequest Request(string format, string version, byte[] image) => _shop.Request(version, image) with { ImageFormat = WrapperKinds.Find(format) };
}
