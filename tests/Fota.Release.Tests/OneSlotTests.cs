using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Packages for devices that have room for one image.</summary>
[Slow]
public sealed class OneSlotTests : IDisposable
{
    private const int SectorSize = 1024;

    private readonly Workshop _shop = new();
    private readonly byte[] _first = TestFirmware.Image("1.0.0");
    private readonly byte[] _second = TestFirmware.Image("1.0.1", change: 1);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_container_carries_plan_and_patch_and_updates_one_region_of_flash()
    {
        UpdateManifest manifest = Build().Manifest;

        UpdateContainer container = UpdateContainer.Read(_shop.ReadOutput("update.fota"));
        byte[] patch = _shop.ReadOutput("update.diff");
        Assert.Equal(patch, container.Body.ToArray());
        Assert.Equal(_second, Patcher.Apply(_first, patch));
        Assert.Equal(_second, InPlaceSimulation.Run(_first, container.Plan()!, container.Body.Span, _second.Length).Image);
        ManifestInPlace inPlace = Assert.Single(manifest.Patches).InPlace!;
        Assert.Equal((SectorSize, Sectors(spare: 2)), (inPlace.SectorSize, inPlace.Sectors));
        Assert.Equal(container.Header.PayloadDigest, inPlace.PayloadDigest);
    }

    [Fact]
    public void The_package_verifies_and_its_manifest_is_read_as_it_was_written()
    {
        Build();

        PackageVerification verified = PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic]);
        Assert.True(verified.IsValid, string.Join(' ', verified.Faults));
        byte[] json = _shop.ReadOutput("update.json");
        Assert.Equal(json, UpdateManifest.Read(json).ToByteArray());
    }

    [Theory]
    [InlineData("\"sectorSize\": 1024", "\"sectorSize\": 1000", "FOTA3052")]
    [InlineData("\"sectors\": ", "\"sectors\": 99", "FOTA3052")]
    [InlineData("\"plan\": \"", "\"plan\": \"zz", "FOTA3052")]
    [InlineData("\"plan\": \"", "\"plan\": \"0000", "FOTA3053")]
    [InlineData("\"format\": \"jojodiff-0.8.5\"", "\"format\": \"compact\", \"memory\": 4096", "FOTA3053")]
    public void A_manifest_with_a_plan_that_does_not_fit_is_refused(string from, string to, string code)
    {
        Build();
        string json = System.Text.Encoding.UTF8.GetString(_shop.ReadOutput("update.json"));
        Assert.Contains(from, json, StringComparison.Ordinal);

        byte[] changed = System.Text.Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(code, Assert.Throws<FotaException>(() => UpdateManifest.Read(changed)).Code.Id);
    }

    [Fact]
    public void Too_few_spare_sectors_are_refused_before_anything_is_written()
    {
        _shop.Build("1.0.0", _first);

        FotaException refused = Assert.Throws<FotaException>(
            () => UpdatePackager.Package(_shop.Request("1.0.1", _second) with { OneSlot = new OneSlot(Region(spare: 2), SpareSectors: 3) }));

        Assert.Equal("FOTA1021", refused.Code.Id);
        Assert.Contains("1 block more (1024 bytes)", refused.Advice, StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.OutputFile("update.fota")));
    }

    [Fact]
    public void Another_region_makes_another_package()
    {
        Build();
        Assert.True(BuildSecond(spare: 2).Unchanged);
        Assert.False(BuildSecond(spare: 3).Unchanged);
    }

    /// <summary>One package: a planned patch for devices with one slot, and a smaller one beside it for those with two.</summary>
    [Fact]
    public void Each_device_of_a_mixed_fleet_is_offered_what_it_can_install()
    {
        _shop.Build("1.0.0", _first);
        UpdateManifest manifest = UpdatePackager.Package(_shop.Request("1.0.1", _second) with
        {
            OneSlot = new OneSlot(Region(spare: 2), 2),
            Formats = [PatchFormat.Compact, PatchFormat.JojoDiff085],
        }).Manifest;

        Assert.Equal([null, Region(spare: 2)], manifest.Patches.Select(patch => patch.InPlace?.Region));
        Assert.True(PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic]).IsValid);
        Assert.Equal("update.fota", Offer(null).Container);
        Assert.Equal("update.jojodiff-0.8.5.fota", Offer(null, PatchFormat.JojoDiff085).Container);
        Assert.Equal("update.jojodiff-0.8.5.fota", Offer(Region(spare: 2)).Container);
        Assert.Equal("update.jojodiff-0.8.5.fota", Offer(Region(spare: 2), PatchFormat.Compact, PatchFormat.JojoDiff085).Container);
        Assert.Equal("update.full.fota", Offer(Region(spare: 2), PatchFormat.Compact).Container);
        Assert.Equal("update.full.fota", Offer(Region(spare: 3)).Container);
        Assert.Contains($"planned for a region of {Region(spare: 3)}", Offer(Region(spare: 3)).Reason, StringComparison.Ordinal);
        Assert.Equal(OfferKind.FullImage, UpdateOffer.Choose(manifest, "", region: Region(spare: 0)).Kind);
        Assert.Equal(OfferKind.None, Offer(Region(spare: -1)).Kind);

        UpdateOffer Offer(FlashRegion? region, params PatchFormat[] formats) =>
            UpdateOffer.Choose(manifest, manifest.Patches[0].Base.Digest, formats.Length == 0 ? null : formats, region);
    }

    [Theory]
    [InlineData("", "FotaFlash is empty")]
    [InlineData("50000", "no multiple of FotaSectorSize")]
    [InlineData("8MB", "A region of 2048 blocks")]
    public void Flash_that_cannot_be_is_refused(string flash, string what)
    {
        FotaException refused = Assert.Throws<FotaException>(() => Request(("FotaSlots", "1"), ("FotaFlash", flash)));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_say_which_flash()
    {
        OneSlot slot = Request(("FotaSlots", "1"), ("FotaFlash", "200KB"), ("FotaSpareSectors", "3")).OneSlot!;
        Assert.Equal(new OneSlot(new FlashRegion(4096, 50), 3), slot);
        Assert.Null(Request(("FotaFlash", "200KB")).OneSlot);
        FotaException compact = Assert.Throws<FotaException>(
            () => Request(("FotaSlots", "1"), ("FotaFlash", "200KB"), ("FotaPatchFormat", "compact")));
        Assert.Equal("FOTA6003", compact.Code.Id);
        Assert.Throws<FotaException>(() => Request(("FotaSlots", "3")));
        Assert.Contains("Blocks of 128 bytes", Assert.Throws<FotaException>(() => Request(("FotaSlots", "1"), ("FotaFlash", "100KB"), ("FotaSectorSize", "128"))).Message, StringComparison.Ordinal);
        Assert.Equal(new FlashRegion(256, 800), Request(("FotaSlots", "1"), ("FotaFlash", "200KB"), ("FotaSectorSize", "256")).OneSlot!.Region);
        Assert.Throws<FotaException>(() => Request(("FotaSpareSectors", "0")));
    }

    [Fact]
    public void A_patch_that_is_smaller_than_the_image_only_without_its_plan_is_not_offered()
    {
        var region = new FlashRegion(SectorSize, 7);
        byte[] source = new byte[4 * SectorSize];
        new Random(9).NextBytes(source);
        byte[] image = TestFirmware.Image("1.0.1", source.Length);
        // Each byte that both begin with makes the patch one byte smaller, and the plan has two bytes at least.
        InPlaceUpdate update;
        int same = 0;
        do
        {
            image.AsSpan(64, same++).CopyTo(source.AsSpan(64));
            update = InPlaceEncoder.Encode(source, image, region);
        }
        while (update.Patch.Length >= image.Length);
        Assert.True(update.Patch.Length + update.Plan.ToBytes().Length >= image.Length);
        _shop.Build("1.0.0", source);

        PackagingResult result = UpdatePackager.Package(_shop.Request("1.0.1", image) with { OneSlot = new OneSlot(region, 2) });

        Assert.False(Assert.Single(result.Patches).IsOffered);
        Assert.Contains(result.Warnings, warning => warning.Code == ReleaseErrors.PatchNotSmaller);
        Assert.False(File.Exists(_shop.OutputFile("update.fota")));
    }

    [Fact]
    public void A_device_gets_the_format_that_is_smaller_with_its_plan()
    {
        UpdateManifest manifest = Build().Manifest;
        ManifestPatch patch = manifest.Patches[0];
        manifest = manifest with
        {
            Patches =
            [
                patch with { Size = new(100), InPlace = patch.InPlace! with { Plan = "000000000000" } },
                patch with { Size = new(102), InPlace = patch.InPlace! with { Plan = "0000" }, Format = PatchFormat.JojoDiff081, Container = "update.jojodiff-0.8.1.fota" },
            ],
        };

        Assert.Equal("update.jojodiff-0.8.1.fota", UpdateOffer.Choose(manifest, patch.Base.Digest, [PatchFormat.JojoDiff081, PatchFormat.JojoDiff085]).Container);
    }

    private PackagingRequest Request(params (string Name, string Text)[] settings)
    {
        var texts = settings.ToDictionary(setting => setting.Name, setting => setting.Text);
        texts["FotaProduct"] = "p";
        texts["FotaVersion"] = "1.0.0";
        texts["FotaImage"] = "a.bin";
        texts["FotaOutputDir"] = "out";
        texts["FotaArchiveDir"] = "archive";
        texts["Configuration"] = "Debug";
        return new ProjectSettings(new NamedSettings(name => texts.GetValueOrDefault(name)), _shop.Root).Request("test", signer: null);
    }

    private PackagingResult Build()
    {
        _shop.Build("1.0.0", _first);
        return BuildSecond(spare: 2);
    }

    private PackagingResult BuildSecond(int spare) =>
        UpdatePackager.Package(_shop.Request("1.0.1", _second) with { OneSlot = new OneSlot(Region(spare), spare) });

    private FlashRegion Region(int spare) => new(SectorSize, Sectors(spare));

    private int Sectors(int spare) => ((Math.Max(_first.Length, _second.Length) + SectorSize - 1) / SectorSize) + spare;
}
