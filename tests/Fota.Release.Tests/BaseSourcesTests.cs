using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Bases that lie outside the archive: files that a project names.</summary>
public sealed class BaseSourcesTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_file_is_a_base_without_any_archive()
    {
        BaseFile file = Put("1.0.0");

        PackagingResult result = Build("1.1.0", file);

        Assert.Equal(["1.0.0"], BasesOf(result));
        Assert.Equal(file.Digest, result.Patches[0].Base.Digest);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Every_file_is_a_base_beside_what_is_selected_in_the_archive()
    {
        _shop.Release("1.1.0", "1.2.0");

        Assert.Equal(["1.2.0", "1.0.0", "0.9.0"], BasesOf(Build("1.3.0", Put("0.9.0"), Put("1.0.0"))));
    }

    [Fact]
    public void A_range_selects_among_archive_and_files()
    {
        _shop.Release("1.1.0", "1.2.0");
        PackagingRequest request = Request("1.3.0", Put("1.0.0")) with { Bases = BaseSelection.Parse("[1.0.0,1.2.0)") };

        Assert.Equal(["1.1.0", "1.0.0"], BasesOf(UpdatePackager.Package(request)));
    }

    [Fact]
    public void A_file_makes_the_very_bytes_that_the_archive_makes()
    {
        _shop.Release("1.0.0");
        _shop.Build("1.1.0", New("1.1.0"));
        byte[] fromArchive = _shop.ReadOutput("update.fota");
        Directory.Delete(_shop.ArchiveDirectory, recursive: true);
        Directory.Delete(_shop.Output, recursive: true);

        Build("1.1.0", Put("1.0.0"));

        Assert.Equal(fromArchive, _shop.ReadOutput("update.fota"));
    }

    [Fact]
    public void A_file_that_holds_another_image_is_refused()
    {
        BaseFile file = Put("1.0.0");
        byte[] image = File.ReadAllBytes(file.Path);
        image[^1] ^= 1;
        File.WriteAllBytes(file.Path, image);

        FotaException refused = Refused(ReleaseErrors.BaseFileDiffers, "1.1.0", file);

        Assert.Equal(file.Path, refused.File);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Refused(ReleaseErrors.BaseFileUnreadable, "1.1.0", Put("1.0.0") with { Path = Path.Combine(_shop.Root, "none.bin") });

    [Fact]
    public void A_file_of_another_product_or_version_is_refused()
    {
        Refused(ReleaseErrors.ImageProductDiffers, "1.1.0", Put("1.0.0", TestFirmware.Image("1.0.0", product: "other-product")));
        Refused(ReleaseErrors.ImageVersionDiffers, "1.1.0", Put("1.0.0", TestFirmware.Image("1.0.1")));
    }

    [Fact]
    public void A_file_is_below_the_version() => Refused(ReleaseErrors.BaseNotBelow, "1.0.0", Put("1.0.0"));

    [Fact]
    public void One_version_with_two_images_is_refused_whether_or_not_it_is_selected()
    {
        _shop.Release("1.0.0", "1.1.0");

        FotaException refused = Refused(ReleaseErrors.BasesConflict, "1.2.0", Put("1.0.0", TestFirmware.Image("1.0.0", change: 77)));

        Assert.Contains("1.0.0 has two images", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_version_with_one_image_in_two_places_is_one_base()
    {
        _shop.Release("1.0.0");
        byte[] image = _shop.Archive.ReadImage(_shop.Archive.Release(TestFirmware.Product, FirmwareVersion.Parse("1.0.0")));

        Assert.Equal(["1.0.0"], BasesOf(Build("1.1.0", Put("1.0.0", image))));
    }

    [Fact]
    public void A_release_is_above_what_lies_elsewhere_and_stays_out_of_the_archive_otherwise()
    {
        BaseFile file = Put("2.0.0");
        PackagingRequest request = Request("1.9.0", file) with { Release = true };

        // The file is not below, which is said first; the sources themselves refuse the release too.
        Assert.Equal(ReleaseErrors.BaseNotBelow, Assert.Throws<FotaException>(() => UpdatePackager.Package(request)).Code);
        BaseSources sources = BaseSources.Open(request);
        var image = new FirmwareImage(New("1.9.0"));
        Assert.Equal(
            ReleaseErrors.ReleaseNotNewer,
            Assert.Throws<FotaException>(() => sources.RequireReleasable(FirmwareVersion.Parse("1.9.0"), image, false)).Code);
        Assert.Equal(
            ReleaseErrors.ReleaseTaken,
            Assert.Throws<FotaException>(() => sources.RequireReleasable(FirmwareVersion.Parse("2.0.0"), image, false)).Code);
        Assert.Empty(_shop.Archive.ReleasedVersions(TestFirmware.Product));
    }

    [Fact]
    public void A_build_with_bases_elsewhere_is_no_base_of_the_next_one()
    {
        BaseFile file = Put("1.0.0");
        Build("1.1.0", file);

        Assert.Equal(["1.0.0"], BasesOf(UpdatePackager.Package(_shop.Request("1.1.0", TestFirmware.Image("1.1.0", change: 9)) with { Origins = new() { Files = [file] } })));
        Assert.Empty(_shop.Archive.Builds(TestFirmware.Product));
    }

    [Fact]
    public void A_release_is_proven_by_the_file_that_its_patch_is_from()
    {
        BaseFile file = Put("1.0.0");
        PackagingRequest request = Request("1.1.0", file);
        UpdatePackager.Make(request);

        PackageVerification found = PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic], BaseSources.Open(request));
        Assert.Empty(found.Faults);

        ReleasePromotion.Promote(request);
        Assert.Equal(["1.1.0"], _shop.Archive.ReleasedVersions(TestFirmware.Product).Select(each => each.ToString()));
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.0.0 abcd old.bin")]
    [InlineData(" 0000000000000000000000000000000000000000000000000000000000000000 old.bin")]
    [InlineData("one 0000000000000000000000000000000000000000000000000000000000000000 old.bin")]
    [InlineData("1.0.0 0000000000000000000000000000000000000000000000000000000000000000 a;1.0.0 0000000000000000000000000000000000000000000000000000000000000000 b")]
    public void What_names_no_base_is_refused(string text)
    {
        FotaException refused = Assert.Throws<FotaException>(() => BaseFile.ParseList(text));

        Assert.Equal(SettingErrors.ValueInvalid, refused.Code);
        Assert.Contains("FotaBase", refused.Message, StringComparison.Ordinal);
    }

    private BaseFile Put(string version, byte[]? image = null)
    {
        image ??= TestFirmware.Image(version, change: version.Sum(c => c * 7));
        string path = Path.Combine(_shop.Root, $"shared {version}.bin");
        File.WriteAllBytes(path, image);
        return new BaseFile(FirmwareVersion.Parse(version), Sha256Digest.Of(image), path);
    }

    private static byte[] New(string version) => TestFirmware.Image(version, change: 5);

    private PackagingRequest Request(string version, params BaseFile[] files) =>
        _shop.Request(version, New(version)) with { Origins = new BaseOrigins { Files = files } };

    private PackagingResult Build(string version, params BaseFile[] files) => UpdatePackager.Package(Request(version, files));

    private FotaException Refused(ErrorCode code, string version, params BaseFile[] files)
    {
        FotaException refused = Assert.Throws<FotaException>(() => Build(version, files));
        Assert.Equal(code, refused.Code);
        return refused;
    }

    private static IEnumerable<string> BasesOf(PackagingResult result) => result.Patches.Select(patch => patch.Base.Version.ToString());
}
