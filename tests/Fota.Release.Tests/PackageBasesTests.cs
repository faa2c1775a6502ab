using System.IO.Compression;
using System.Text;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Bases that NuGet has fetched: another machine released them.</summary>
public sealed class PackageBasesTests : IDisposable
{
    private static readonly BasePackageId s_id = BasePackageId.Parse("Sensor.Firmware");

    private readonly Workshop _shop = new();

    private string Folder => Path.Combine(_shop.Root, "packages");

    private string Lock => Path.Combine(_shop.Root, BaseLock.FileName);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Packages_are_bases_without_any_archive_and_make_the_bytes_that_the_archive_makes()
    {
        byte[] image = TestFirmware.Image("1.0.0", change: 3);
        using (var other = new Workshop())
        {
            UpdatePackager.Package(other.Request("1.0.0", image) with { Release = true });
            UpdatePackager.Package(other.Request("1.1.0", New("1.1.0")));
            Pin(Publish("1.0.0", image));

            PackagingResult result = Build("1.1.0");

            Assert.Equal(["1.0.0"], BasesOf(result));
            Assert.Empty(result.Warnings);
            Assert.Equal(other.ReadOutput("update.fota"), _shop.ReadOutput("update.fota"));
        }
    }

    [Fact]
    public void Selection_is_among_what_is_pinned_and_not_what_this_machine_has_released_unless_both_are_asked_for()
    {
        _shop.Release("1.2.0");
        Pin(Publish("1.0.0"), Publish("1.1.0"));
        PackagingRequest request = Request("1.3.0");

        Assert.Equal(["1.1.0"], BasesOf(UpdatePackager.Package(request)));
        Assert.Equal(["1.1.0", "1.0.0"], BasesOf(UpdatePackager.Package(request with { Bases = BaseSelection.Parse("[1.0.0,2.0.0)") })));
        Assert.Equal(["1.2.0"], BasesOf(UpdatePackager.Package(request with
        {
            Bases = BaseSelection.Parse("latest"),
            Origins = request.Origins with { Places = BasePlaces.Archive | BasePlaces.Packages },
        })));
    }

    [Fact]
    public void What_is_selected_and_not_pinned_is_missed_by_the_name_of_the_lock_file()
    {
        Pin(Publish("1.0.0"));

        Diagnostic warning = Assert.Single(UpdatePackager.Package(Request("1.3.0") with { Bases = BaseSelection.Parse("1.0.0;1.1.0") }).Warnings);

        Assert.Equal(ReleaseErrors.BaseMissing, warning.Code);
        Assert.Contains("fota.bases.json has no release 1.1.0", warning.What, StringComparison.Ordinal);
        Assert.Contains("fota bases update", warning.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_is_not_restored_is_named() =>
        Assert.Contains("Sensor.Firmware 1.0.0", Refused(ReleaseErrors.BasePackageMissing, Pinned("1.0.0", New("1.0.0"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("update.bin", "FOTA3071")]
    [InlineData("update.sig", "FOTA2018")]
    [InlineData("update.json.sig", "FOTA2018")]
    public void A_tampered_file_is_refused(string file, string code)
    {
        PinnedBase pinned = Publish("1.0.0");
        string path = Path.Combine(Folder, "sensor.firmware", "1.0.0", "firmware", file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        FotaException refused = Refused(null, pinned);

        Assert.Equal(code, refused.Code.Id);
        Assert.Contains("Sensor.Firmware 1.0.0", refused.Message, StringComparison.Ordinal);
        File.Delete(path);
        Refused(ReleaseErrors.PackageFileUnreadable, pinned);
    }

    [Fact]
    public void A_package_that_is_not_signed_or_by_nobody_the_project_trusts_is_refused()
    {
        Refused(ReleaseErrors.SignerUnknown, Publish("1.0.0", key: TestKeys.Other));

        PinnedBase unsigned = Publish("1.1.0", signed: false);
        Refused(ReleaseErrors.PackageUnsigned, unsigned);
    }

    [Fact]
    public void A_package_of_another_product_or_under_another_version_is_refused_though_its_signature_is_good()
    {
        Refused(ReleaseErrors.ImageProductDiffers, Publish("1.0.0", product: "another-product"));

        PinnedBase replayed = Publish("1.1.0");
        Directory.Move(Path.Combine(Folder, "sensor.firmware", "1.1.0"), Path.Combine(Folder, "sensor.firmware", "1.2.0"));
        Refused(ReleaseErrors.ImageVersionDiffers, replayed with { Version = FirmwareVersion.Parse("1.2.0") });
    }

    [Fact]
    public void A_version_that_was_signed_twice_is_held_to_the_bytes_that_are_pinned()
    {
        Publish("1.0.0", TestFirmware.Image("1.0.0", change: 3));

        FotaException refused = Refused(ReleaseErrors.BasePackageDiffers, Pinned("1.0.0", TestFirmware.Image("1.0.0", change: 4)));

        Assert.Contains("Sensor.Firmware 1.0.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_and_a_release_of_one_version_with_different_bits_are_refused_whether_or_not_the_version_is_selected()
    {
        _shop.Release("1.0.0");
        Pin(Publish("1.0.0", TestFirmware.Image("1.0.0", change: 3)), Publish("1.1.0"));

        FotaException refused = Assert.Throws<FotaException>(() => Build("1.2.0"));

        Assert.Equal(ReleaseErrors.BasesConflict, refused.Code);
        Assert.Contains("Sensor.Firmware 1.0.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_folder_of_NuGet_that_has_a_package_gives_it_in_any_case_of_the_id()
    {
        PinnedBase pinned = Publish("1.0.0-RC.1");
        Pin(pinned);
        PackagingRequest request = Request("1.1.0");
        PackagesOrigin packages = request.Origins.Packages! with { Folders = [Path.Combine(_shop.Root, "empty"), Folder], Id = BasePackageId.Parse("SENSOR.firmware") };

        Assert.Equal(["1.0.0-RC.1"], BasesOf(UpdatePackager.Package(request with { Origins = request.Origins with { Packages = packages } })));
    }

    [Fact]
    public void A_whole_package_counts_before_what_a_killed_restore_has_left_in_a_folder_before_it()
    {
        PinnedBase pinned = Publish("1.0.0");
        Pin(pinned);
        string half = Path.Combine(_shop.Root, "half");
        Directory.CreateDirectory(Path.Combine(half, "sensor.firmware", "1.0.0", "firmware"));
        File.WriteAllText(Path.Combine(Folder, "sensor.firmware", "1.0.0", ".nupkg.metadata"), "{}");
        PackagingRequest request = Request("1.1.0");
        PackagesOrigin packages = request.Origins.Packages! with { Folders = [half, Folder] };

        Assert.Equal(["1.0.0"], BasesOf(UpdatePackager.Package(request with { Origins = request.Origins with { Packages = packages } })));
    }

    [Fact]
    public void Lock_file_and_props_are_written_as_they_are_read()
    {
        var locked = new BaseLock(s_id, [new(FirmwareVersion.Parse("1.0.0"), Sha256Digest.Of([1])), new(FirmwareVersion.Parse("1.1.0-rc.2"), Sha256Digest.Of([2]))]);
        File.WriteAllBytes(Lock, locked.ToByteArray());

        BaseLock read = BaseLock.Read(Lock);

        Assert.Equal(locked.ToByteArray(), read.ToByteArray());
        Assert.Equal(locked.Bases, read.Bases);
        Assert.Equal(
            """
            <Project>
              <!-- Written by 'fota bases update', as fota.bases.json is. The project imports it: a restore does not read what packages bring along. -->
              <ItemGroup Condition="'$(FotaRestoreBases)' != 'false'">
                <PackageDownload Include="Sensor.Firmware" Version="[1.0.0];[1.1.0-rc.2]" />
              </ItemGroup>
            </Project>

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(read.ToProps()));
    }

    [Theory]
    [InlineData(null, "not there")]
    [InlineData("", "not JSON")]
    [InlineData("""{"schemaVersion":2,"package":"Sensor.Firmware","bases":[]}""", "schemaVersion")]
    [InlineData("""{"schemaVersion":1,"package":"../x","bases":[]}""", "no package id")]
    [InlineData("""{"schemaVersion":1,"package":"Sensor.Firmware","bases":[{"version":"1.0.0","sha256":"00"}]}""", "sha256")]
    [InlineData("""{"schemaVersion":1,"package":"Sensor.Firmware","bases":[],"more":1}""", "more")]
    [InlineData("""{"schemaVersion":1,"package":"Other.Firmware","bases":[]}""", "Other.Firmware")]
    public void A_lock_file_that_is_none_is_refused(string? text, string what)
    {
        if (text is not null)
            File.WriteAllText(Lock, text);

        FotaException refused = Assert.Throws<FotaException>(() => Build("1.1.0"));

        Assert.Equal((ReleaseErrors.BaseLockInvalid, Lock), (refused.Code, refused.File));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_stand_in_order_and_once()
    {
        PinnedBase pinned = Pinned("1.0.0", New("1.0.0"));
        Pin(pinned, pinned);

        Assert.Equal(ReleaseErrors.BaseLockInvalid, Assert.Throws<FotaException>(() => Build("1.1.0")).Code);
    }

    /// <summary>Another machine releases and packs; here NuGet extracts.</summary>
    private PinnedBase Publish(
        string version, byte[]? image = null, (string Private, string Public)? key = null, string? product = null, bool signed = true)
    {
        using var machine = new Workshop();
        (string Private, string Public) pair = key ?? TestKeys.First;
        image ??= TestFirmware.Image(version, product: product ?? TestFirmware.Product.Name, change: version.Sum(c => c * 7));
        PackagingRequest request = machine.Request(version, image) with
        {
            Product = Product.Parse(product ?? TestFirmware.Product.Name),
            PublicKeyFiles = [pair.Public],
            Signer = signed ? () => Signing.KeyFileSigner.Load(pair.Private) : null,
            Release = signed,
        };
        UpdatePackager.Package(request);
        string target = Path.Combine(Folder, "sensor.firmware", version.ToLowerInvariant());
        if (signed)
        {
            using var zip = new ZipArchive(new MemoryStream(BasePacking.PackRelease(request, s_id).Content.ToArray()));
            zip.ExtractToDirectory(target);
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(target, "firmware"));
            foreach (string file in (string[])["update.json", "update.bin"])
                File.Copy(machine.OutputFile(file), Path.Combine(target, "firmware", file));
        }

        return Pinned(version, image);
    }

    private static PinnedBase Pinned(string version, byte[] image) => new(FirmwareVersion.Parse(version), Sha256Digest.Of(image));

    private void Pin(params PinnedBase[] bases) => File.WriteAllBytes(Lock, new BaseLock(s_id, bases).ToByteArray());

    private static byte[] New(string version) => TestFirmware.Image(version, change: 5);

    private PackagingRequest Request(string version) => _shop.Request(version, New(version)) with
    {
        Origins = new BaseOrigins
        {
            Places = BasePlaces.Packages,
            Packages = new PackagesOrigin(Lock, s_id, [Folder], [TestKeys.First.Public]),
        },
    };

    private PackagingResult Build(string version) => UpdatePackager.Package(Request(version));

    private FotaException Refused(ErrorCode? code, PinnedBase pinned)
    {
        Pin(pinned);
        FotaException refused = Assert.Throws<FotaException>(() => Build("1.3.0"));
        if (code is not null)
            Assert.Equal(code, refused.Code);
        return refused;
    }

    private static IEnumerable<string> BasesOf(PackagingResult result) => result.Patches.Select(patch => patch.Base.Version.ToString());
}
