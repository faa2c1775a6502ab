using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Release.Tests.Support;
using Fota.Signing;

namespace Fota.Release.Tests;

/// <summary>What a build finds in its update folder.</summary>
public sealed class PackagingTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_first_build_makes_a_signed_full_image_and_says_that_there_is_no_base()
    {
        byte[] image = TestFirmware.Image("1.0.0");

        PackagingResult result = _shop.Build("1.0.0", image);

        Assert.Equal(ReleaseErrors.BaseMissing, Assert.Single(result.Warnings).Code);
        Assert.Equal(image, _shop.ReadOutput("update.bin"));
        byte[] signature = _shop.ReadOutput("update.sig");
        Assert.True(TestKeys.FirstPublic.Verify(
            SignatureAlgorithm.RsaPkcs1Sha256, Sha256Digest.Of(image).ToByteArray(), signature));
        Assert.Equal(
            [".fota-state.json", ".lock", "update.bin", "update.full.fota", "update.json", "update.json.sig", "update.sig"],
            OutputNames());
        Assert.Empty(result.Manifest.Patches);
    }

    [Fact]
    public void The_second_build_makes_a_patch_that_turns_the_first_image_into_the_second()
    {
        byte[] first = TestFirmware.Image("1.0.0");
        byte[] second = TestFirmware.Image("1.0.1", change: 1);
        _shop.Build("1.0.0", first);

        PackagingResult result = _shop.Build("1.0.1", second);

        byte[] patch = _shop.ReadOutput("update.diff");
        Assert.Equal(second, Patcher.Apply(first, patch));
        PatchResult made = Assert.Single(result.Patches);
        Assert.Equal((BaseKind.Build, patch.Length), (made.Base.Kind, (int)made.Size.Bytes));
        Assert.True(made.Percent < 5);
        Assert.Empty(result.Warnings);
        UpdateContainer container = UpdateContainer.Read(_shop.ReadOutput("update.fota"));
        Assert.Equal(patch, container.Payload.ToArray());
        Assert.Equal(Sha256Digest.Of(first), container.Header.BaseDigest);
        Assert.Equal(Sha256Digest.Of(second), container.Header.NewDigest);
        Assert.True(TestKeys.FirstPublic.Verify(
            container.Header.Algorithm, container.Header.SignedDigest.ToByteArray(), container.Signature.Span));
    }

    [Fact]
    public void A_rebuild_with_the_same_image_writes_nothing_opens_no_key_and_keeps_the_base()
    {
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        byte[] second = TestFirmware.Image("1.0.1", change: 1);
        _shop.Build("1.0.1", second);
        Dictionary<string, DateTime> before = OutputTimes();
        int opened = _shop.SignersOpened;

        PackagingResult result = _shop.Build("1.0.1", second);

        Assert.True(result.Unchanged);
        Assert.Equal(opened, _shop.SignersOpened);
        Assert.Equal(before, OutputTimes());
        Assert.Equal("1.0.0", Assert.Single(result.Patches).Base.Version.ToString());
    }

    [Fact]
    public void A_build_after_clean_makes_the_same_files_again_from_the_same_base()
    {
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        byte[] second = TestFirmware.Image("1.0.1", change: 1);
        _shop.Build("1.0.1", second);
        byte[] patch = _shop.ReadOutput("update.diff");
        Directory.Delete(_shop.Output, recursive: true);

        PackagingResult result = _shop.Build("1.0.1", second);

        Assert.False(result.Unchanged);
        Assert.Equal(patch, _shop.ReadOutput("update.diff"));
    }

    [Theory]
    [InlineData("update.bin")]
    [InlineData("update.sig")]
    [InlineData("update.json")]
    [InlineData("update.diff")]
    [InlineData("update.fota")]
    public void A_damaged_or_deleted_output_is_made_again(string name)
    {
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        byte[] second = TestFirmware.Image("1.0.1", change: 1);
        _shop.Build("1.0.1", second);
        byte[] right = _shop.ReadOutput(name);
        File.WriteAllBytes(_shop.OutputFile(name), [.. right[..^1], (byte)~right[^1]]);

        Assert.False(_shop.Build("1.0.1", second).Unchanged);
        Assert.Equal(right, _shop.ReadOutput(name));

        File.Delete(_shop.OutputFile(name));
        Assert.False(_shop.Build("1.0.1", second).Unchanged);
        Assert.Equal(right, _shop.ReadOutput(name));
    }

    [Fact]
    public void Once_there_is_a_release_patches_are_made_from_it_and_not_from_the_previous_build()
    {
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        UpdatePackager.Package(_shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 1)) with { Release = true });
        _shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 2));

        PackagingResult result = _shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 3));

        PatchResult patch = Assert.Single(result.Patches);
        Assert.Equal((BaseKind.Release, "1.0.0"), (patch.Base.Kind, patch.Base.Version.ToString()));
        Assert.Empty(_shop.Archive.Builds(TestFirmware.Product));
    }

    [Fact]
    public void Several_bases_give_a_patch_each_the_newest_under_the_plain_name()
    {
        _shop.Release("1.0.0", "1.1.0", "1.2.0", "2.0.0");
        byte[] image = TestFirmware.Image("1.3.0", change: 9);

        PackagingResult result = UpdatePackager.Package(
            _shop.Request("1.3.0", image) with { Bases = BaseSelection.Parse("[1.0.0,3.0.0)") });

        Assert.Equal(["1.2.0", "1.1.0", "1.0.0"], result.Patches.Select(patch => patch.Base.Version.ToString()));
        Assert.Equal(
            ["update.diff", "update.from-1.1.0.diff", "update.from-1.0.0.diff"], result.Manifest.Patches.Select(patch => patch.File));
        Assert.All(result.Manifest.Patches, patch => Assert.True(File.Exists(_shop.OutputFile(patch.Container))));
    }

    [Fact]
    public void Files_of_an_earlier_build_that_this_one_does_not_make_are_removed_and_foreign_ones_stay()
    {
        _shop.Release("1.0.0", "1.1.0");
        byte[] image = TestFirmware.Image("1.2.0", change: 9);
        UpdatePackager.Package(_shop.Request("1.2.0", image) with { Bases = BaseSelection.Parse("1.0.0;1.1.0") });
        File.WriteAllText(_shop.OutputFile("update.emulation.json"), "{}");
        File.WriteAllText(_shop.OutputFile("notes.txt"), "keep");

        _shop.Build("1.2.0", image);

        Assert.DoesNotContain("update.from-1.0.0.diff", OutputNames());
        Assert.DoesNotContain("update.from-1.0.0.fota", OutputNames());
        Assert.Contains("notes.txt", OutputNames());
        Assert.DoesNotContain("update.emulation.json", OutputNames());
    }

    [Fact]
    public void A_patch_that_is_not_smaller_is_left_out_with_a_message()
    {
        byte[] unrelated = new byte[4096];
        new Random(77).NextBytes(unrelated);
        _shop.Build("1.0.0", unrelated);
        byte[] image = new byte[512];
        new Random(78).NextBytes(image);

        PackagingResult result = _shop.Build("1.0.1", image);

        Assert.Contains(result.Warnings, warning => warning.Code == ReleaseErrors.PatchNotSmaller);
        Assert.Empty(result.Manifest.Patches);
        Assert.False(Assert.Single(result.Patches).IsOffered);
        Assert.DoesNotContain("update.diff", OutputNames());
    }

    [Fact]
    public void Each_configuration_has_its_own_previous_build()
    {
        byte[] debug = TestFirmware.Image("1.0.0", change: 1);
        UpdatePackager.Package(_shop.Request("1.0.0", debug) with { Configuration = "Debug" });
        UpdatePackager.Package(_shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 2)) with { Configuration = "Release" });
        byte[] next = TestFirmware.Image("1.0.1", change: 3);

        PackagingResult result = UpdatePackager.Package(_shop.Request("1.0.1", next) with { Configuration = "Debug" });

        Assert.Equal(Sha256Digest.Of(debug), Assert.Single(result.Patches).Base.Digest);
    }

    [Fact]
    public void An_image_of_another_product_or_version_is_refused_before_anything_is_written()
    {
        FotaException product = Assert.Throws<FotaException>(
            () => _shop.Build("1.0.0", TestFirmware.Image("1.0.0", product: "another")));
        FotaException version = Assert.Throws<FotaException>(() => _shop.Build("1.0.1", TestFirmware.Image("1.0.0")));

        Assert.Equal(ReleaseErrors.ImageProductDiffers, product.Code);
        Assert.Equal(ReleaseErrors.ImageVersionDiffers, version.Code);
        Assert.DoesNotContain("update.bin", OutputNames());
        Assert.False(Directory.Exists(_shop.ArchiveDirectory));
    }

    [Fact]
    public void The_security_counter_is_in_manifest_and_headers_and_must_be_that_of_the_image()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0", securityCounter: 3));

        Assert.Equal(ReleaseErrors.ImageCounterDiffers, Assert.Throws<FotaException>(() => UpdatePackager.Package(request)).Code);
        PackagingResult result = UpdatePackager.Package(request with { SecurityCounter = 3 });

        Assert.Equal(3u, result.Manifest.SecurityCounter);
        Assert.Equal(3u, UpdateContainer.Read(_shop.ReadOutput("update.full.fota")).Header.SecurityCounter);
    }

    [Fact]
    public void An_image_without_a_record_is_packaged_with_a_warning()
    {
        PackagingResult result = _shop.Build("1.0.0", TestFirmware.WithoutRecord());

        Assert.Contains(result.Warnings, warning => warning.Code == ReleaseErrors.ImageInfoMissing);
        Assert.Contains(_shop.Build("1.0.0", TestFirmware.WithoutRecord()).Warnings, warning => warning.Code == ReleaseErrors.ImageInfoMissing);
    }

    [Fact]
    public void A_signer_whose_public_key_devices_do_not_have_is_refused()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0")) with { PublicKeyFiles = [TestKeys.Other.Public] };

        FotaException refused = Assert.Throws<FotaException>(() => UpdatePackager.Package(request));

        Assert.Equal(ReleaseErrors.SignerUnknown, refused.Code);
        Assert.DoesNotContain("update.bin", OutputNames());
    }

    [Fact]
    public void A_version_that_only_people_see_as_newer_is_refused()
    {
        _shop.Release("1.2.0-alpha.4");

        FotaException refused = Assert.Throws<FotaException>(
            () => _shop.Build("1.2.0-beta.1", TestFirmware.Image("1.2.0-beta.1", change: 2)));

        Assert.Equal(ReleaseErrors.VersionOrderLost, refused.Code);
    }

    [Fact]
    public void A_cancelled_build_leaves_the_old_package()
    {
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        byte[] before = _shop.ReadOutput("update.json");
        PackagingRequest request = _shop.Request("1.0.1", TestFirmware.Image("1.0.1", change: 1));

        Assert.Throws<OperationCanceledException>(() => UpdatePackager.Package(request, new CancellationToken(canceled: true)));

        Assert.Equal(before, _shop.ReadOutput("update.json"));
    }

    private IEnumerable<string> OutputNames() => !Directory.Exists(_shop.Output)
        ? []
        : Directory.EnumerateFiles(_shop.Output).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private Dictionary<string, DateTime> OutputTimes() =>
        Directory.EnumerateFiles(_shop.Output).ToDictionary(path => path, File.GetLastWriteTimeUtc);
}
