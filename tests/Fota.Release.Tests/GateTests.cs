using System.Xml.Linq;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;
using Fota.Release.Trials;

namespace Fota.Release.Tests;

/// <summary>The gate and its reports.</summary>
public sealed class GateTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_patch_above_the_bound_is_refused_with_figure_bound_and_advice()
    {
        GateResult result = Assert.Single(Judge(new GateBounds { MaxPatchSize = new ByteSize(100) }).Gate);

        Assert.False(result.Passed);
        Assert.Equal(("FotaMaxPatchSize", "FOTA4001", "100 bytes"), (result.Name, result.Code.Id, result.Bound));
        Assert.Matches(@"^FotaMaxPatchSize: the download from 1\.0\.0 is [0-9]+ bytes; the bound is 100 bytes\.$", result.What);
        Assert.NotEmpty(result.Advice);
    }

    [Fact]
    public void Bounds_that_fit_let_the_same_package_pass()
    {
        Assert.False(Judge(new GateBounds { MaxPatchSize = new ByteSize(100) }).Passed);

        PackagingResult result = Judge(new GateBounds
        {
            MaxPatchSize = ByteSize.Parse("20 KB"),
            MaxPatchPercent = 50,
            MaxImageSize = ByteSize.Parse("24 KB"),
            RequireBase = true,
            RequireNewerVersion = true,
            RequireSignature = true,
        });

        Assert.True(result.Passed);
        Assert.Equal(6, result.Gate.Count);
    }

    [Fact]
    public void Percent_and_image_size_are_judged_each()
    {
        PackagingResult result = Judge(new GateBounds { MaxPatchPercent = 0.1, MaxImageSize = new ByteSize(24 * 1024 - 1) });

        Assert.Equal(["FOTA4002", "FOTA4003"], result.Gate.Where(gate => !gate.Passed).Select(gate => gate.Code.Id));
    }

    [Fact]
    public void Where_a_patch_is_left_out_the_full_image_is_what_counts()
    {
        const int FileSize = UpdateHeader.Size + 256 + 512; // signed by a key of 2,048 bits
        byte[] unrelated = new byte[4096];
        new Random(77).NextBytes(unrelated);
        _shop.Build("1.0.0", unrelated);
        byte[] image = new byte[512];
        new Random(78).NextBytes(image);

        PackagingResult result = UpdatePackager.Package(
            _shop.Request("1.0.1", image) with { Gate = new GateBounds { MaxPatchSize = new ByteSize(FileSize - 1) } });

        Assert.Contains(new ByteSize(FileSize).ToString(), Assert.Single(result.Gate).What, StringComparison.Ordinal);
        Assert.False(result.Passed);
    }

    [Fact]
    public void A_required_base_that_is_missing_is_refused()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0")) with { Gate = new GateBounds { RequireBase = true } };

        Assert.Equal("FOTA4004", Assert.Single(UpdatePackager.Package(request).Gate, gate => !gate.Passed).Code.Id);
    }

    [Theory]
    [InlineData("1.0.0", false)]
    [InlineData("0.9.0", false)]
    [InlineData("1.0.1", true)]
    public void A_version_that_is_not_above_the_latest_release_is_refused_where_asked(string version, bool passes)
    {
        _shop.Release("1.0.0");
        PackagingRequest request = _shop.Request(version, TestFirmware.Image(version, change: 8));

        PackagingResult result = UpdatePackager.Package(request with { Gate = new GateBounds { RequireNewerVersion = true } });

        Assert.Equal(passes, result.Passed);
    }

    [Fact]
    public void A_rebuild_of_the_released_bits_passes()
    {
        byte[] image = TestFirmware.Image("1.0.0");
        PackagingRequest request = _shop.Request("1.0.0", image) with { Release = true };
        Assert.NotNull(UpdatePackager.Package(request).Released);
        request = request with { Gate = new GateBounds { RequireNewerVersion = true, RequireBase = true } };

        PackagingResult again = UpdatePackager.Package(request);
        Assert.True(again.Passed);
        Assert.Empty(again.Warnings);
        Assert.True(UpdatePackager.Package(request with { Release = false }).Passed);
    }

    [Fact]
    public void What_the_gate_refuses_becomes_no_release_and_no_base()
    {
        _shop.Build("0.9.0", TestFirmware.Image("0.9.0"));
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 3)) with
        {
            Gate = new GateBounds { MaxImageSize = new ByteSize(10) },
        };

        Assert.Null(UpdatePackager.Package(request with { Release = true }).Released);
        UpdatePackager.Package(request);

        Assert.Empty(_shop.Archive.Releases(TestFirmware.Product));
        PackagingResult next = _shop.Build("1.0.0", TestFirmware.Image("1.0.0", change: 4));
        Assert.Equal("0.9.0", Assert.Single(next.Patches).Base.Version.ToString());
    }

    [Fact]
    public void What_the_gate_refuses_is_neither_signed_nor_written_and_the_last_package_stays()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0"));
        UpdatePackager.Package(request);
        Dictionary<string, byte[]> last = Contents();
        int signed = _shop.SignersOpened;
        GateBounds broken = new() { MaxImageSize = new ByteSize(10) };

        PackagingResult result = UpdatePackager.Package(_shop.Request("1.0.1", TestFirmware.Image("1.0.1", change: 3)) with { Gate = broken, Report = true });

        Assert.False(result.Passed || result.Written);
        Assert.Equal(signed, _shop.SignersOpened);
        Assert.Contains("**Refused**", File.ReadAllText(_shop.OutputFile("update.summary.md")), StringComparison.Ordinal);
        Assert.Contains("FOTA4003", File.ReadAllText(_shop.OutputFile("update.junit.xml")), StringComparison.Ordinal);
        File.Delete(_shop.OutputFile("update.summary.md"));
        File.Delete(_shop.OutputFile("update.junit.xml"));
        Assert.Equal(last, Contents());
    }

    [Fact]
    public void What_the_archive_would_refuse_is_not_signed()
    {
        _shop.Release("1.0.0");
        int signed = _shop.SignersOpened;
        PackagingRequest request = _shop.Request("0.9.0", TestFirmware.Image("0.9.0")) with { Release = true };

        Assert.Equal(ReleaseErrors.ReleaseNotNewer, Assert.Throws<FotaException>(() => UpdatePackager.Package(request)).Code);

        Assert.Equal(signed, _shop.SignersOpened);
        Assert.False(File.Exists(_shop.OutputFile("update.json")));
    }

    [Fact]
    [Slow]
    public void What_the_emulated_device_refuses_is_not_written_and_the_last_package_stays()
    {
        DeviceTrial tooSmall = new() { Device = new DeviceProfile { Flash = 32 * 1024 }, MbedTlsDirectory = Repository.MbedTls };
        _shop.Build("1.0.0", TestFirmware.Image("1.0.0"));
        Dictionary<string, byte[]> last = Contents();
        PackagingRequest request = _shop.Request("1.0.1", TestFirmware.Image("1.0.1", change: 3));

        Assert.Equal("FOTA5005", Assert.Throws<FotaException>(() => UpdatePackager.Package(request with { Trial = tooSmall })).Code.Id);

        Assert.Equal(last, Contents());
        PackagingResult tried = UpdatePackager.Package(request with { Trial = tooSmall with { Device = new DeviceProfile() } });
        Assert.StartsWith("emulated 1.0.0 -> 1.0.1: updated", Assert.Single(tried.Trial), StringComparison.Ordinal);
        Assert.Contains(_shop.OutputFile("update.emulation.json"), tried.Files);
    }

    [Fact]
    public void A_version_below_all_releases_is_told_to_rise_and_not_to_restore_the_archive()
    {
        _shop.Release("1.0.0");
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0", change: 8)) with { Gate = new GateBounds { RequireBase = true } };

        GateResult broken = Assert.Single(UpdatePackager.Package(request).Gate, gate => !gate.Passed);

        Assert.Equal(ReleaseErrors.GateBaseMissing, broken.Code);
        Assert.StartsWith("Raise the version", broken.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsigned_package_cannot_be_released()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0")) with { Signer = null, Release = true };

        PackagingResult result = UpdatePackager.Package(request);

        Assert.Equal("FOTA4006", Assert.Single(result.Gate, gate => !gate.Passed).Code.Id);
        Assert.Null(result.Released);
    }

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("8 %", 8)]
    public void A_percentage_is_read_whatever_the_culture(string text, double percent) => Assert.Equal(percent, GateBounds.ParsePercent(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("12,5")]
    [InlineData("NaN")]
    public void What_is_no_percentage_is_refused(string text) =>
        Assert.Equal(ReleaseErrors.SizeInvalid, Assert.Throws<FotaException>(() => GateBounds.ParsePercent(text)).Code);

    [Fact]
    public void The_reports_lie_beside_the_manifest_and_tell_the_same()
    {
        _shop.Release("1.0.0");
        PackagingRequest request = _shop.Request("1.1.0", TestFirmware.Image("1.1.0", change: 5)) with
        {
            Report = true,
            Gate = new GateBounds { MaxPatchSize = new ByteSize(100), RequireBase = true },
        };

        PackagingResult result = UpdatePackager.Package(request);

        XElement suite = XDocument.Load(_shop.OutputFile("update.junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal("1", suite.Attribute("failures")!.Value);
        Assert.Equal(suite.Elements("testcase").Count().ToString(), suite.Attribute("tests")!.Value);
        XElement failure = Assert.Single(suite.Descendants("failure"));
        Assert.Equal("FOTA4001", failure.Attribute("type")!.Value);
        string markdown = File.ReadAllText(_shop.OutputFile("update.summary.md"));
        Assert.Contains("**FOTA4001 failed**", markdown, StringComparison.Ordinal);
        Assert.Contains($"| 1.0.0 (release) | {result.Patches[0].Size} |", markdown, StringComparison.Ordinal);

        PackagingResult passed = UpdatePackager.Package(request with { Gate = new GateBounds { MaxPatchSize = ByteSize.Parse("20 KB") } });
        Assert.Contains(_shop.OutputFile("update.summary.md"), passed.Files);
        Assert.DoesNotContain("failed", File.ReadAllText(_shop.OutputFile("update.summary.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/motor/history.html", "https://example.com/motor/history.html")]
    [InlineData("my (old) <b>history</b>.html", "my%20%28old%29%20%3Cb%3Ehistory%3C/b%3E.html")]
    public void The_markdown_leads_to_the_history_where_it_has_a_page(string page, string target)
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0")) with { Report = true };
        UpdatePackager.Package(request);
        Assert.DoesNotContain("](", File.ReadAllText(_shop.OutputFile("update.summary.md")), StringComparison.Ordinal);

        UpdatePackager.Package(request with { HistoryPage = page });
        Assert.Contains(
            $"[Size and cost of each release]({target}), [what each release in the field gets]({target}#field-title)",
            File.ReadAllText(_shop.OutputFile("update.summary.md")), StringComparison.Ordinal);

        UpdatePackager.Package(request with { HistoryPage = page, Gate = new GateBounds { RequireBase = true } });
        Assert.Contains($"]({target}#field-title)", File.ReadAllText(_shop.OutputFile("update.summary.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_name_cannot_become_markup_in_a_report()
    {
        const string Name = "<img src=x>|`*[a](b)";
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0", product: Name)) with
        {
            Product = Product.Parse(Name),
            Report = true,
        };

        UpdatePackager.Package(request);

        Assert.DoesNotContain("<img", File.ReadAllText(_shop.OutputFile("update.summary.md")).Replace("\\<", "", StringComparison.Ordinal));
        Assert.NotNull(XDocument.Load(_shop.OutputFile("update.junit.xml")).Root);
    }

    private Dictionary<string, byte[]> Contents() => Directory.EnumerateFiles(_shop.Output, "update*")
        .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    private PackagingResult Judge(GateBounds bounds)
    {
        if (_shop.Archive.ReleasedVersions(TestFirmware.Product).Count == 0)
            _shop.Release("1.0.0");
        return UpdatePackager.Package(_shop.Request("1.1.0", TestFirmware.Image("1.1.0", change: 5)) with { Gate = bounds });
    }
}
