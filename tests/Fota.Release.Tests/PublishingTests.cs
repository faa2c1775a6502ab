using Fota.Delta;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Container;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Release.Tests.Support;
using Fota.Signing;

namespace Fota.Release.Tests;

/// <summary>What happens to a finished package: verified, offered to devices, signed in a second step, released.</summary>
[Slow]
public sealed class PublishingTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_package_as_built_is_valid()
    {
        Build();

        PackageVerification found = PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic], _shop.Archive);

        Assert.Empty(found.Faults);
        Assert.Contains("update.from-1.0.0.fota", found.Checked);
        Assert.Contains("update.json.sig", found.Checked);
    }

    [Theory]
    [InlineData("update.bin", "FOTA3071")]
    [InlineData("update.sig", "FOTA2018")]
    [InlineData("update.json.sig", "FOTA2018")]
    [InlineData("update.diff", "FOTA3071")]
    [InlineData("update.from-1.0.0.diff", "FOTA3071")]
    [InlineData("update.fota", "FOTA3060")]
    [InlineData("update.full.fota", "FOTA3060")]
    public void A_flipped_bit_is_found_in_its_file(string file, string code)
    {
        Build();
        byte[] bytes = _shop.ReadOutput(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_shop.OutputFile(file), bytes);

        Diagnostic fault = Assert.Single(Verify().Faults);

        Assert.Equal((code, file), (fault.Code.Id, fault.File));
    }

    [Theory]
    [InlineData("update.fota", UpdateHeader.Size, "FOTA2018")]
    [InlineData("update.from-1.0.0.fota", UpdateHeader.Size, "FOTA2018")]
    [InlineData("update.full.fota", UpdateHeader.Size + 255, "FOTA2018")]
    [InlineData("update.full.fota", 100, "FOTA3060")]
    public void A_header_that_is_not_signed_is_found_in_its_file(string file, int offset, string code)
    {
        Build();
        byte[] bytes = _shop.ReadOutput(file);
        bytes[offset] ^= 1;
        File.WriteAllBytes(_shop.OutputFile(file), bytes);

        Assert.Equal((code, file), (Assert.Single(Verify().Faults).Code.Id, Verify().Faults[0].File));
    }

    [Fact]
    public void The_header_of_an_older_package_with_its_own_signature_is_found()
    {
        Build();
        byte[] genuine = _shop.ReadOutput("update.fota");
        UpdatePackager.Package(_shop.Request("1.3.0", TestFirmware.Image("1.3.0", change: 6)));
        File.WriteAllBytes(_shop.OutputFile("update.fota"), genuine);

        Assert.Equal(("FOTA3071", "update.fota"), (Assert.Single(Verify().Faults).Code.Id, Verify().Faults[0].File));
    }

    [Fact]
    public void Each_header_is_signed_in_one_step_and_a_request_has_them_all()
    {
        BuildUnsigned();

        SigningRequest request = SigningRequest.Read(_shop.OutputFile("update.tbs.json"));

        Assert.Equal(
            ["update.sig", "update.full.fota.header.sig", "update.fota.header.sig", "update.from-1.0.0.fota.header.sig", "update.json.sig"],
            request.Entries.Select(entry => entry.SignatureFile));
    }

    [Fact]
    public void A_package_signed_with_ECDSA_carries_signatures_of_one_size()
    {
        using SigningKey key = SigningKey.Generate(KeyType.EcP256);
        string publicKey = Path.Combine(_shop.Root, "ec.pub");
        File.WriteAllText(publicKey, key.PublicKey.ToPem());
        UpdatePackager.Package(Request() with { Signer = () => new KeyFileSigner(key), PublicKeyFiles = [publicKey] });

        UpdateContainer container = UpdateContainer.Read(_shop.ReadOutput("update.fota"));

        Assert.Equal(64, container.Signature.Length);
        Assert.Empty(PackageVerifier.Verify(_shop.Output, [VerificationKey.Load(publicKey)]).Faults);
    }

    [Theory]
    [InlineData("update.bin")]
    [InlineData("update.json")]
    [InlineData("update.json.sig")]
    [InlineData("update.fota")]
    public void A_missing_file_is_named(string file)
    {
        Build();
        File.Delete(_shop.OutputFile(file));

        Diagnostic fault = Assert.Single(Verify().Faults);

        Assert.Equal(("FOTA3070", file), (fault.Code.Id, fault.File));
    }

    [Fact]
    public void A_manifest_that_was_exchanged_does_not_verify()
    {
        Build();
        UpdateManifest manifest = UpdateManifest.Read(_shop.ReadOutput("update.json")) with { SourceRevision = "forged" };
        File.WriteAllBytes(_shop.OutputFile("update.json"), manifest.ToByteArray());

        Assert.Equal(("FOTA2018", "update.json.sig"), (Verify().Faults[0].Code.Id, Verify().Faults[0].File));
    }

    [Fact]
    public void A_signed_patch_that_gives_another_image_is_found()
    {
        Build();
        UpdateManifest manifest = UpdateManifest.Read(_shop.ReadOutput("update.json"));
        ManifestPatch patch = manifest.Patches[0];
        byte[] source = _shop.Archive.ReadImage(_shop.Archive.Release(TestFirmware.Product, patch.Base.Version));
        byte[] other = _shop.ReadOutput("update.bin");
        other[^1] ^= 1;
        byte[] wrong = PatchEncoder.Encode(
            source, other, new PatchEncoderOptions { Format = patch.Format }, cancellationToken: TestContext.Current.CancellationToken);
        ManifestPatch changed = patch with { Size = new ByteSize(wrong.Length), Digest = Sha256Digest.Of(wrong) };
        byte[] json = (manifest with { Patches = [changed, .. manifest.Patches.Skip(1)] }).ToByteArray();
        File.WriteAllBytes(_shop.OutputFile(patch.File), wrong);
        File.WriteAllBytes(_shop.OutputFile("update.json"), json);
        File.WriteAllBytes(_shop.OutputFile("update.json.sig"), TestKeys.OpenFirst().SignDigest(Sha256Digest.Of(json).ToByteArray()));

        Assert.Contains(
            PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic], _shop.Archive).Faults,
            fault => fault.Code == ReleaseErrors.PatchResultDiffers && fault.File == patch.File);
    }

    [Fact]
    public void Without_a_key_nothing_is_called_valid()
    {
        Build();

        Assert.Equal("FOTA3043", Assert.Throws<FotaException>(() => PackageVerifier.Verify(_shop.Output, [])).Code.Id);
    }

    [Fact]
    public void A_package_by_an_unknown_key_is_not_valid()
    {
        Build();

        PackageVerification found = PackageVerifier.Verify(_shop.Output, [VerificationKey.Load(TestKeys.Other.Public)]);

        Assert.Equal("FOTA3041", Assert.Single(found.Faults).Code.Id);
    }

    [Fact]
    public void A_patch_from_another_build_is_not_taken_for_part_of_the_package()
    {
        Build();
        File.Copy(_shop.OutputFile("update.diff"), _shop.OutputFile("update.from-0.1.0.diff"));

        Assert.Equal("update.from-0.1.0.diff", Assert.Single(Verify().Faults).File);
    }

    [Theory]
    [InlineData("1.1.0", OfferKind.Patch, "update.fota")]
    [InlineData("1.0.0", OfferKind.Patch, "update.from-1.0.0.fota")]
    [InlineData("0.5.0", OfferKind.FullImage, "update.full.fota")]
    [InlineData("1.2.0", OfferKind.None, null)]
    [InlineData("2.0.0", OfferKind.None, null)]
    [InlineData("", OfferKind.FullImage, "update.full.fota")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", OfferKind.FullImage, "update.full.fota")]
    public void A_device_is_offered_the_patch_from_what_it_runs_the_full_image_or_nothing(string from, OfferKind kind, string? file)
    {
        Build();

        UpdateOffer offer = UpdateOffer.Choose(UpdateManifest.Read(_shop.ReadOutput("update.json")), from);

        Assert.Equal((kind, file), (offer.Kind, offer.Container));
    }

    [Fact]
    public void A_device_that_gives_its_digest_is_offered_by_it()
    {
        Build();
        UpdateManifest manifest = UpdateManifest.Read(_shop.ReadOutput("update.json"));

        Assert.Equal("update.from-1.0.0.fota", UpdateOffer.Choose(manifest, manifest.Patches[1].Base.Digest).Container);
        Assert.Equal(OfferKind.None, UpdateOffer.Choose(manifest, manifest.Image.Digest.ToString().ToUpperInvariant()).Kind);
        Assert.Throws<FotaException>(() => UpdateOffer.Choose(manifest, "../../etc"));
    }

    [Fact]
    public void A_package_signed_in_a_second_step_equals_one_signed_at_once()
    {
        Build();
        Dictionary<string, byte[]> atOnce = Contents();
        BuildUnsigned();
        Assert.Equal("FOTA3042", Verify().Faults[0].Code.Id);
        Assert.Equal(OfferKind.None, UpdateOffer.Choose(UpdateManifest.Read(_shop.ReadOutput("update.json")), "1.0.0").Kind);
        Assert.False(File.Exists(_shop.OutputFile("update.fota")));

        SigningRequest request = SigningRequest.Read(_shop.OutputFile("update.tbs.json"));
        IReadOnlyDictionary<string, byte[]> signatures = request.Sign(TestKeys.OpenFirst());
        PackageCompletion.Attach(_shop.Output, signatures, [TestKeys.FirstPublic]);

        Assert.Empty(Verify().Faults);
        Assert.Equal(atOnce, Contents());
    }

    [Fact]
    public void Signatures_for_another_build_are_refused_and_the_package_stays_incomplete()
    {
        BuildUnsigned();
        string request = _shop.OutputFile("update.tbs.json");
        byte[] earlier = File.ReadAllBytes(request);
        UpdatePackager.Package(_shop.Request("1.3.0", TestFirmware.Image("1.3.0", change: 6)) with { Signer = null });
        File.WriteAllBytes(request, earlier);

        FotaException refused = Assert.Throws<FotaException>(() => PackageCompletion.Sign(_shop.Output, TestKeys.OpenFirst()));

        Assert.Equal(ReleaseErrors.SigningRequestDiffers, refused.Code);
        Assert.False(File.Exists(_shop.OutputFile("update.sig")));
    }

    [Fact]
    public void A_wrong_signature_is_not_attached()
    {
        BuildUnsigned();
        SigningRequest request = SigningRequest.Read(_shop.OutputFile("update.tbs.json"));
        Dictionary<string, byte[]> signatures = new(request.Sign(TestKeys.OpenFirst()));
        signatures["update.sig"] = [.. signatures["update.sig"].Reverse()];

        Assert.Throws<FotaException>(() => PackageCompletion.Attach(_shop.Output, signatures, [TestKeys.FirstPublic]));

        Assert.False(File.Exists(_shop.OutputFile("update.sig")));
    }

    [Fact]
    public void A_finished_package_is_released_and_is_the_base_of_the_next()
    {
        Build();

        ArchivedImage release = ReleasePromotion.Promote(Request());

        Assert.Equal("1.2.0", release.Version.ToString());
        PackagingResult next = _shop.Build("1.3.0", TestFirmware.Image("1.3.0", change: 7));
        Assert.Equal("1.2.0", Assert.Single(next.Patches).Base.Version.ToString());
    }

    [Fact]
    public void A_damaged_or_unsigned_package_is_not_released()
    {
        BuildUnsigned();
        Assert.Equal(ReleaseErrors.PackageUnsigned, Promote().Code);
        Build();
        File.AppendAllText(_shop.OutputFile("update.bin"), "x");
        Assert.Equal(ReleaseErrors.PackageFileDiffers, Promote().Code);

        Assert.Null(_shop.Archive.FindRelease(TestFirmware.Product, FirmwareVersion.Parse("1.2.0")));

        FotaException Promote() => Assert.Throws<FotaException>(
            () => ReleasePromotion.Promote(Request()));
    }

    [Fact]
    public void A_package_is_judged_by_the_bounds_of_the_release_and_not_by_those_of_its_build()
    {
        Build();
        PackagingRequest request = Request() with { Gate = new GateBounds { MaxPatchSize = new ByteSize(10) } };

        FotaException refused = Assert.Throws<FotaException>(() => ReleasePromotion.Promote(request));

        Assert.Equal(ReleaseErrors.GatePatchSize, refused.Code);
        Assert.Null(_shop.Archive.FindRelease(TestFirmware.Product, FirmwareVersion.Parse("1.2.0")));
    }

    [Fact]
    public void A_base_without_a_patch_counts_with_the_full_image()
    {
        UpdatePackager.Package(Request() with { Bases = BaseSelection.Parse("1.1.0") });
        PackagingRequest request = Request() with { Gate = new GateBounds { MaxPatchSize = ByteSize.Parse("4KB") } };

        Assert.Equal(ReleaseErrors.GatePatchSize, Assert.Throws<FotaException>(() => ReleasePromotion.Promote(request)).Code);
        Assert.Equal("1.2.0", ReleasePromotion.Promote(request with { Bases = BaseSelection.Parse("1.1.0") }).Version.ToString());
    }

    [Fact]
    public void A_package_of_another_image_than_the_project_has_now_is_not_released_and_is_no_base()
    {
        Build();
        PackagingRequest request = _shop.Request("1.2.0", TestFirmware.Image("1.2.0", change: 6));

        Assert.Equal(ReleaseErrors.PackageOutdated, Assert.Throws<FotaException>(() => ReleasePromotion.Promote(request)).Code);
        Assert.Equal(ReleaseErrors.PackageOutdated, Assert.Throws<FotaException>(() => UpdatePackager.Archive(request)).Code);
        Assert.Null(_shop.Archive.FindRelease(TestFirmware.Product, FirmwareVersion.Parse("1.2.0")));
    }

    [Fact]
    public void A_rebuild_keeps_the_signatures_that_were_attached()
    {
        BuildUnsigned();
        PackageCompletion.Sign(_shop.Output, TestKeys.OpenFirst());
        Dictionary<string, byte[]> complete = Contents();

        PackagingResult again = UpdatePackager.Package(Request() with { Signer = null });

        Assert.True(again.Unchanged && again.IsComplete);
        Assert.Equal(complete, Contents());
        Assert.DoesNotContain(again.Warnings, warning => warning.Code == ReleaseErrors.PackageUnsigned);
        Assert.Contains(_shop.OutputFile("update.sig"), again.Files);
    }

    [Fact]
    public void A_rebuild_does_not_keep_signatures_that_verify_no_more()
    {
        BuildUnsigned();
        PackageCompletion.Sign(_shop.Output, TestKeys.OpenFirst());
        byte[] signature = _shop.ReadOutput("update.sig");
        signature[9] ^= 1;
        File.WriteAllBytes(_shop.OutputFile("update.sig"), signature);

        PackagingResult again = UpdatePackager.Package(Request() with { Signer = null });

        Assert.False(again.Unchanged || again.IsComplete);
        Assert.False(File.Exists(_shop.OutputFile("update.sig")));
    }

    [Fact]
    public void Attaching_waits_for_the_build_that_holds_the_folder()
    {
        BuildUnsigned();
        using (FileLock.Acquire(_shop.OutputFile(".lock"), TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken))
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            Assert.ThrowsAny<OperationCanceledException>(() => PackageCompletion.Sign(_shop.Output, TestKeys.OpenFirst(), impatient.Token));
            Assert.False(File.Exists(_shop.OutputFile("update.sig")));
        }

        Assert.True(PackageCompletion.Sign(_shop.Output, TestKeys.OpenFirst(), TestContext.Current.CancellationToken).IsComplete);
    }

    private void Build() => UpdatePackager.Package(Request());

    private void BuildUnsigned() => UpdatePackager.Package(Request() with { Signer = null });

    private PackagingRequest Request()
    {
        if (_shop.Archive.ReleasedVersions(TestFirmware.Product).Count == 0)
            _shop.Release("1.0.0", "1.1.0");
        return _shop.Request("1.2.0", TestFirmware.Image("1.2.0", change: 5)) with { Bases = BaseSelection.Parse("[1.0.0,)") };
    }

    private PackageVerification Verify() => PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic]);

    private Dictionary<string, byte[]> Contents() => Directory.EnumerateFiles(_shop.Output, "update*")
        .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
}
