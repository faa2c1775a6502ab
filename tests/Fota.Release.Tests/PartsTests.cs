using System.Text;
using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>A build whose patches are made on several machines, each from a part of the bases, and joined on one.</summary>
[Slow]
public sealed class PartsTests : IDisposable
{
    private readonly Workshop _shop = new();
    private readonly byte[] _image = TestFirmware.Image("2.0.0", change: 1);

    public PartsTests() => _shop.Release("1.0.0", "1.1.0", "1.2.0");

    private string Parts => Path.Combine(_shop.Root, "parts");

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Joined_parts_are_the_package_that_one_machine_makes_byte_for_byte(bool oneSlot)
    {
        PackagingRequest request = Request() with
        {
            Formats = [PatchFormat.JojoDiff085, PatchFormat.Compact],
            OneSlot = oneSlot ? new OneSlot(new FlashRegion(1024, 28), SpareSectors: 2) : null,
        };
        UpdatePackager.Make(request);
        Dictionary<string, byte[]> expected = Files(_shop.Output);
        UpdateManifest[] parts = [Part(request, 1, 2), Part(request, 2, 2)];

        PackagingResult joined = UpdatePackager.Make(Join(request));

        Assert.False(joined.Unchanged);
        Assert.Equal(["1.2.0", "1.0.0"], parts[0].Patches.Select(patch => patch.Base.Version.ToString()).Distinct());
        Assert.Equal(["1.1.0"], parts[1].Patches.Select(patch => patch.Base.Version.ToString()).Distinct());
        Dictionary<string, byte[]> actual = Files(Path.Combine(_shop.Root, "joined"));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    [Fact]
    public void A_patch_that_a_part_has_is_taken_and_one_that_none_has_is_made()
    {
        UpdateManifest part = Part(Request(), 1, 2);
        // Any patch that gives the image will do, and so shows whose it is: this one has half of the image as new bytes.
        byte[] other = PatchEncoder.Encode(Release("1.2.0").AsSpan(0, _image.Length / 2), _image);
        Replace(part.Patches[0], other);

        PackagingResult joined = UpdatePackager.Make(Join(Request()));

        Assert.Equal(["1.2.0", "1.1.0", "1.0.0"], joined.Patches.Select(patch => patch.Base.Version.ToString()));
        Assert.Equal(other.Length, joined.Patches[0].Size.Bytes);
        Assert.True(joined.Patches[1].Size.Bytes < other.Length / 4);
    }

    [Fact]
    public void A_patch_that_does_not_give_the_image_is_refused_though_its_package_agrees_with_it()
    {
        UpdateManifest part = Part(Request(), 1, 1);
        Replace(part.Patches[1], PatchEncoder.Encode(Release("1.1.0"), _image.AsSpan()[..^8]));

        FotaException refused = Refused(Request());

        Assert.Equal(ReleaseErrors.PatchResultDiffers, refused.Code);
        Assert.Contains("from 1.1.0", refused.Message, StringComparison.Ordinal);
        Replace(part.Patches[1], [1, 2, 3]);
        Assert.Equal(ReleaseErrors.PatchResultDiffers, Refused(Request()).Code);
        File.WriteAllBytes(Path.Combine(Parts, "1", part.Patches[1].File), [1, 2, 3, 4]);
        Assert.Equal(ReleaseErrors.PackageFileDiffers, Refused(Request()).Code);
    }

    [Fact]
    public void A_part_of_another_build_is_refused_by_what_differs()
    {
        Part(Request(), 1, 1);

        Expect("sensor-node 2.0.0, and this build is sensor-node 2.1.0", Request("2.1.0"));
        Expect("the image with SHA-256", Request(image: TestFirmware.Image("2.0.0", change: 2)));
        Expect("patches by Fota.Build 0.0.0-dev, and this is Fota.Build 9", Request() with { Tool = "Fota.Build 9" });
        Expect("a patch from 1.0.0 in jojodiff-0.8.5", Request() with { Bases = BaseSelection.Parse("1.2.0;1.1.0") });
        Expect("in jojodiff-0.8.5, SHA-256", Request() with { Formats = [PatchFormat.Compact] });
        Expect("for other flash", Request() with { OneSlot = new OneSlot(new FlashRegion(1024, 28), 2) });

        void Expect(string what, PackagingRequest request)
        {
            FotaException refused = Refused(request);
            Assert.Equal(ReleaseErrors.PatchesOfOtherBuild, refused.Code);
            Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_without_any_package_is_refused()
    {
        Assert.Equal(ReleaseErrors.PackageMissing, Refused(Request()).Code);
        Directory.CreateDirectory(Path.Combine(Parts, "1"));
        FotaException refused = Refused(Request());
        Assert.Equal(ReleaseErrors.PackageMissing, refused.Code);
        Assert.Contains("nor in a folder in it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_machines_than_bases_are_no_missing_base()
    {
        PackagingRequest request = Request() with { Part = new BasesPart(4, 4), Signer = null, Gate = new() { RequireBase = true } };

        PackagingResult result = UpdatePackager.Make(request);

        Assert.True(result.Passed);
        Assert.Empty(result.Manifest.Patches);
        Assert.Equal([ReleaseErrors.PackageUnsigned], result.Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData("1/1", true)]
    [InlineData("1000/1000", true)]
    [InlineData("0/4", false)]
    [InlineData("5/4", false)]
    [InlineData("1/1001", false)]
    [InlineData("2", false)]
    [InlineData("1/2/3", false)]
    [InlineData("-1/4", false)]
    [InlineData("/4", false)]
    public void A_part_is_a_number_of_a_count(string text, bool isOne)
    {
        Assert.Equal(isOne, BasesPart.TryParse(text, out BasesPart part));
        if (isOne)
            Assert.Equal(text, part.ToString());
    }

    [Fact]
    public void A_part_is_never_signed()
    {
        ProjectSettings settings = SettingsFile.Read(SettingsOf("1/2", ""), new Dictionary<string, string>(), _ => null);

        FotaException refused = Assert.Throws<FotaException>(() => settings.Request("test", TestKeys.OpenFirst));

        Assert.Equal(SettingErrors.ValueInvalid, refused.Code);
        Assert.Contains("FotaBasesPart is 1/2", refused.Message, StringComparison.Ordinal);
        PackagingRequest unsigned = SettingsFile.Read(SettingsOf("1/2", "a;b/c"), new Dictionary<string, string>(), _ => null).Request("test", null);
        Assert.Equal(new BasesPart(1, 2), unsigned.Part);
        Assert.Equal([Path.Combine(_shop.Root, "a"), Path.Combine(_shop.Root, "b", "c")], unsigned.PatchesFrom);
    }

    private byte[] Release(string version) => _shop.Archive.ReadImage(_shop.Archive.Release(TestFirmware.Product, FirmwareVersion.Parse(version)));

    private string SettingsOf(string part, string patches)
    {
        string path = Path.Combine(_shop.Root, "fota.json");
        File.WriteAllText(path, $$"""
            { "FotaProduct": "sensor-node", "FotaVersion": "2.0.0", "FotaImage": "application.bin", "FotaPublicKey": "update.pub",
              "FotaBasesPart": "{{part}}", "FotaPatchesFrom": "{{patches}}" }
            """);
        return path;
    }

    private PackagingRequest Request(string version = "2.0.0", byte[]? image = null) =>
        _shop.Request(version, image ?? (version == "2.0.0" ? _image : TestFirmware.Image(version, change: 1))) with { Bases = BaseSelection.Parse("[1.0.0,2.0.0)") };

    /// <summary>What a machine makes of its part of the bases, without the key.</summary>
    private UpdateManifest Part(PackagingRequest request, int number, int count) => UpdatePackager.Make(request with
    {
        Part = new BasesPart(number, count),
        Signer = null,
        OutputDirectory = Path.Combine(Parts, $"{number}"),
    }).Manifest;

    private PackagingRequest Join(PackagingRequest request) => request with { PatchesFrom = [Parts], OutputDirectory = Path.Combine(_shop.Root, "joined") };

    private FotaException Refused(PackagingRequest request) => Assert.Throws<FotaException>(() => UpdatePackager.Make(Join(request)));

    /// <summary>Puts another patch into the first part, and into its manifest.</summary>
    private void Replace(ManifestPatch patch, byte[] other)
    {
        string folder = Path.Combine(Parts, "1");
        string manifest = Path.Combine(folder, "update.json");
        UpdateManifest described = UpdateManifest.Read(File.ReadAllBytes(manifest));
        File.WriteAllBytes(Path.Combine(folder, patch.File), other);
        File.WriteAllBytes(manifest, (described with
        {
            Patches = [.. described.Patches.Select(each => each.File == patch.File ? each with { Size = new(other.Length), Digest = Sha256Digest.Of(other) } : each)],
        }).ToByteArray());
    }

    private static Dictionary<string, byte[]> Files(string folder) => Directory.EnumerateFiles(folder, "update.*")
        .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
}
