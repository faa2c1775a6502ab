using System.Text;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Packages with a patch in each of two formats, for a fleet that moves from one to the other.</summary>
[Slow]
public sealed class SeveralFormatsTests : IDisposable
{
    private static readonly string[] s_names = ["update", "update.compact", "update.from-1.0.0", "update.compact.from-1.0.0"];

    private readonly Workshop _shop = new();
    private readonly byte[] _image = TestFirmware.Image("1.2.0", change: 1);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void There_is_a_patch_from_each_base_in_each_format_that_gives_the_image()
    {
        UpdateManifest manifest = Build().Manifest;

        Assert.Equal(s_names.Select(name => name + ".diff"), manifest.Patches.Select(patch => patch.File));
        Assert.Equal(s_names.Select(name => name + ".fota"), manifest.Patches.Select(patch => patch.Container));
        foreach (ManifestPatch patch in manifest.Patches)
        {
            byte[] source = _shop.Archive.ReadImage(_shop.Archive.Release(TestFirmware.Product, patch.Base.Version));
            UpdateContainer container = UpdateContainer.Read(_shop.ReadOutput(patch.Container));
            Assert.Equal(patch.Format, container.Header.PatchFormat);
            Assert.Equal(_image, Patcher.Apply(source, container.Body.ToArray(), new PatcherOptions { Format = patch.Format }));
        }

        PackageVerification verified = PackageVerifier.Verify(_shop.Output, [TestKeys.FirstPublic]);
        Assert.True(verified.IsValid, string.Join(' ', verified.Faults));
        string writes = PlanText.Of(PackagingPlan.Make(Request())).Single(line => line.StartsWith("writes", StringComparison.Ordinal));
        Assert.All(s_names, name => Assert.Contains($" {name}.diff, {name}.fota,", writes, StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_gets_the_smallest_patch_that_it_reads_and_the_first_format_if_it_does_not_say()
    {
        UpdateManifest manifest = Build().Manifest;

        Assert.True(manifest.Patches[1].Size < manifest.Patches[0].Size);
        Assert.Equal("update.fota", Offer());
        Assert.Equal("update.fota", Offer(PatchFormat.JojoDiff085));
        Assert.Equal("update.compact.fota", Offer(PatchFormat.Compact));
        Assert.Equal("update.compact.fota", Offer(PatchFormat.JojoDiff085, PatchFormat.Compact));
        Assert.Equal("update.full.fota", Offer(PatchFormat.JojoDiff081));
        Assert.Equal("update.compact.from-1.0.0.fota", UpdateOffer.Choose(manifest, manifest.Patches[2].Base.Digest, [PatchFormat.Compact]).Container);

        string? Offer(params PatchFormat[] formats) => UpdateOffer.Choose(manifest, "1.1.0", formats.Length == 0 ? null : formats).Container;
    }

    [Fact]
    public void The_gate_judges_each_patch_and_a_build_without_a_change_keeps_them()
    {
        PackagingResult built = Build();
        ByteSize compact = built.Patches.Where(patch => patch.OtherFormat == PatchFormat.Compact).Max(patch => patch.Download)!;

        PackagingResult again = UpdatePackager.Package(Request() with { Gate = new GateBounds { MaxPatchSize = compact } });

        Assert.True(again.Unchanged);
        GateResult[] sizes = [.. again.Gate.Where(gate => gate.Name == "FotaMaxPatchSize")];
        Assert.Equal(
            ["download from 1.1.0", "download from 1.1.0 in compact", "download from 1.0.0", "download from 1.0.0 in compact"], sizes.Select(gate => gate.Subject));
        Assert.Equal([false, true, false, true], sizes.Select(gate => gate.Passed));
        Assert.Equal(built.Patches, again.Patches);
    }

    [Fact]
    public void One_format_leaves_none_of_the_others_files()
    {
        Build();

        UpdatePackager.Package(Request() with { Formats = [PatchFormat.Compact] });

        Assert.Equal(
            ["update.fota", "update.from-1.0.0.fota", "update.full.fota"],
            Directory.GetFiles(_shop.Output, "*.fota").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(PatchFormat.Compact, UpdateContainer.Read(_shop.ReadOutput("update.fota")).Header.PatchFormat);
    }

    [Theory]
    [InlineData("update.compact.diff", "update.from-1.1.0.diff", "FOTA3054")]
    [InlineData("\"format\": \"compact\"", "\"format\": \"jojodiff-0.8.1\"", "FOTA3052")]
    public void A_manifest_whose_names_and_formats_do_not_agree_is_refused(string from, string to, string code)
    {
        Build();
        string json = Encoding.UTF8.GetString(_shop.ReadOutput("update.json"));

        byte[] changed = Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(code, Assert.Throws<FotaException>(() => UpdateManifest.Read(changed)).Code.Id);
    }

    [Fact]
    public void A_manifest_with_two_patches_from_one_base_in_one_format_is_refused()
    {
        UpdateManifest manifest = Build().Manifest;
        ManifestPatch doubled = manifest.Patches[0];

        byte[] json = (manifest with { Patches = [doubled, doubled, .. manifest.Patches.Skip(1)] }).ToByteArray();

        Assert.Equal("FOTA3053", Assert.Throws<FotaException>(() => UpdateManifest.Read(json)).Code.Id);
    }

    [Fact]
    public void The_setting_lists_formats_each_once()
    {
        Assert.Equal([PatchFormat.JojoDiff085, PatchFormat.Compact], Settings("jojodiff-0.8.5; compact"));
        Assert.Equal([PatchFormat.JojoDiff085], Settings(""));
        foreach (string wrong in (string[])["compact;compact", "compact;bsdiff", ";"])
            Assert.Equal("FOTA6003", Assert.Throws<FotaException>(() => Settings(wrong)).Code.Id);
    }

    private IReadOnlyList<PatchFormat> Settings(string formats)
    {
        var texts = new Dictionary<string, string>
        {
            ["FotaPatchFormat"] = formats,
            ["FotaProduct"] = "p",
            ["FotaVersion"] = "1.0.0",
            ["FotaImage"] = "a.bin",
            ["FotaOutputDir"] = "out",
            ["FotaArchiveDir"] = "archive",
        };
        return new ProjectSettings(new NamedSettings(name => texts.GetValueOrDefault(name)), _shop.Root).Request("test", signer: null).Formats;
    }

    private PackagingResult Build()
    {
        _shop.Release("1.0.0", "1.1.0");
        return UpdatePackager.Package(Request());
    }

    private PackagingRequest Request() => _shop.Request("1.2.0", _image) with
    {
        Formats = [PatchFormat.JojoDiff085, PatchFormat.Compact],
        Bases = BaseSelection.Parse("1.0.0;1.1.0"),
    };
}
