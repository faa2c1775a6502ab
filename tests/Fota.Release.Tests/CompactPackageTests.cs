using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Settings;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Packages whose patches are compact.</summary>
public sealed class CompactPackageTests : IDisposable
{
    private readonly Workshop _shop = new();
    private readonly byte[] _first = TestFirmware.Image("1.0.0");
    private readonly byte[] _second = TestFirmware.Image("1.0.1", change: 1);

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(3072)]
    [InlineData(4608)]
    [InlineData(8192)]
    public void The_patch_is_made_for_the_memory_and_the_signed_header_says_what_it_takes(int memory)
    {
        PackagingResult result = Build(new CompactOptions { Memory = memory });

        ManifestPatch patch = Assert.Single(result.Manifest.Patches);
        Assert.InRange(patch.DecoderMemory.Bytes, memory / 2, memory);
        UpdateContainer container = UpdateContainer.Read(_shop.ReadOutput("update.fota"));
        Assert.Equal(patch.DecoderMemory.Bytes, container.Header.DecoderMemory);
        var options = new PatcherOptions { Format = PatchFormat.Compact, MaxMemory = memory };
        Assert.Equal(_second, Patcher.Apply(_first, _shop.ReadOutput("update.diff"), options));
        Assert.Equal(("FotaPatchMemory", true), result.Gate.Select(gate => (gate.Name, gate.Passed)).Single());
        Assert.Contains(PlanText.Of(PackagingPlan.Make(Request(new CompactOptions { Memory = memory }))), line => line.Contains($"(compact for {memory:N0} bytes of RAM)", StringComparison.Ordinal));
    }

    [Fact]
    public void Segments_are_as_long_as_asked_for()
    {
        Build(new CompactOptions { SegmentSize = 4096 });

        Assert.Equal(12, _shop.ReadOutput("update.diff")[3]);
    }

    [Fact]
    public void Other_options_make_another_package_and_the_same_ones_keep_it()
    {
        Build(CompactOptions.Default);

        Assert.True(UpdatePackager.Package(Request(CompactOptions.Default)).Unchanged);
        Assert.False(UpdatePackager.Package(Request(new CompactOptions { Memory = 8192 })).Unchanged);
        Assert.False(UpdatePackager.Package(Request(new CompactOptions { Effort = CompactEffort.Most })).Unchanged);
    }

    [Fact]
    public void A_package_made_for_more_memory_is_not_released()
    {
        Build(new CompactOptions { Memory = 8192 });

        FotaException refused = Assert.Throws<FotaException>(() => ReleasePromotion.Promote(Request(CompactOptions.Default)));

        Assert.Equal("FOTA4007", refused.Code.Id);
        Assert.Contains("the bound is 4,608 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_shop.Archive.ReleasedVersions(TestFirmware.Product));
        Assert.Equal("1.0.1", ReleasePromotion.Promote(Request(new CompactOptions { Memory = 8192 })).Version.ToString());
    }

    [Fact]
    public void Settings_say_how()
    {
        Assert.Equal(CompactOptions.Default, Settings().Compact);
        Assert.Equal(
            new CompactOptions { Memory = 8192, SegmentSize = 1 << 12, Effort = CompactEffort.Most },
            Settings(("FotaPatchMemory", "8KB"), ("FotaPatchSegment", "4096"), ("FotaPatchEffort", "most")).Compact);
    }

    [Theory]
    [InlineData("FotaPatchMemory", "1KB", "Set it to 1232 to 1048576 bytes.")]
    [InlineData("FotaPatchMemory", "2MB", "Set it to 1232 to 1048576 bytes.")]
    [InlineData("FotaPatchSegment", "512", "a power of two from 1024")]
    [InlineData("FotaPatchSegment", "48KB", "a power of two from 1024")]
    [InlineData("FotaPatchSegment", "32MB", "a power of two from 1024")]
    [InlineData("FotaPatchEffort", "full", "Set it to normal or most.")]
    public void What_cannot_be_is_refused_with_what_can(string name, string text, string advice)
    {
        FotaException refused = Assert.Throws<FotaException>(() => Settings((name, text)));

        Assert.Equal("FOTA6003", refused.Code.Id);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Advice, StringComparison.Ordinal);
    }

    private PackagingResult Build(CompactOptions options)
    {
        _shop.Build("1.0.0", _first);
        return UpdatePackager.Package(Request(options));
    }

    private PackagingRequest Request(CompactOptions options) =>
        _shop.Request("1.0.1", _second) with { Formats = [PatchFormat.Compact], Compact = options };

    private PackagingRequest Settings(params (string Name, string Text)[] settings)
    {
        var texts = settings.ToDictionary(setting => setting.Name, setting => setting.Text);
        texts["FotaProduct"] = "p";
        texts["FotaVersion"] = "1.0.0";
        texts["FotaImage"] = "a.bin";
        texts["FotaOutputDir"] = "out";
        texts["FotaArchiveDir"] = "archive";
        return new ProjectSettings(new NamedSettings(name => texts.GetValueOrDefault(name)), _shop.Root).Request("test", signer: null);
    }
}
