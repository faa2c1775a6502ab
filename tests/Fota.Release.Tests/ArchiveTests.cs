using System.Diagnostics;
using Fota.Errors;
using Fota.Files;
using Fota.Release.Images;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>The base archive: what goes in comes out, and nothing else does.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly Workshop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_release_is_read_back_with_its_metadata()
    {
        byte[] image = TestFirmware.Image("1.0.0");
        var clock = new FixedClock(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        BaseArchive archive = BaseArchive.Open(_shop.ArchiveDirectory, clock);

        archive.Promote(TestFirmware.Product, Version("1.0.0"), new FirmwareImage(image), "abc123");

        ArchivedImage release = Assert.Single(_shop.Archive.Releases(TestFirmware.Product));
        Assert.Equal(("1.0.0", BaseKind.Release, "abc123"), (release.Version.ToString(), release.Kind, release.SourceRevision));
        Assert.Equal(clock.GetUtcNow(), release.Added);
        Assert.Equal(image, _shop.Archive.ReadImage(release));
        Assert.Equal(TestFirmware.Product, Assert.Single(_shop.Archive.Products()));
    }

    [Fact]
    public void The_metadata_is_json_that_people_can_read()
    {
        _shop.Release("1.0.0");

        string file = Assert.Single(Directory.GetFiles(_shop.ArchiveDirectory, "1.0.0.json", SearchOption.AllDirectories));
        string text = File.ReadAllText(file);
        Assert.Contains("\"product\": \"sensor-node\"", text, StringComparison.Ordinal);
        Assert.Contains("\"version\": \"1.0.0\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bits_under_the_same_version_change_nothing()
    {
        _shop.Release("1.0.0");
        Dictionary<string, DateTime> before = Times();

        _shop.Release("1.0.0");

        Assert.Equal(before.Count, Times().Count);
        Assert.Single(_shop.Archive.Releases(TestFirmware.Product));
    }

    [Fact]
    public void Other_bits_under_an_existing_version_are_refused()
    {
        _shop.Release("1.0.0");

        FotaException refused = Assert.Throws<FotaException>(() => Promote("1.0.0", change: 999));

        Assert.Equal(ReleaseErrors.ReleaseTaken, refused.Code);
    }

    [Theory]
    [InlineData("1.1.9")]
    [InlineData("1.2.0-rc.1")]
    public void A_version_that_is_not_above_the_latest_release_is_refused_unless_asked(string version)
    {
        _shop.Release("1.2.0");

        Assert.Equal(ReleaseErrors.ReleaseNotNewer, Assert.Throws<FotaException>(() => Promote(version)).Code);

        _shop.Archive.Promote(
            TestFirmware.Product, Version(version), new FirmwareImage(TestFirmware.Image(version)), allowOlder: true);
        Assert.Equal([version, "1.2.0"], _shop.Archive.ReleasedVersions(TestFirmware.Product).Select(v => v.ToString()));
    }

    [Fact]
    public void A_prerelease_that_a_device_would_not_see_as_newer_is_refused()
    {
        _shop.Release("1.2.0-alpha.3");

        Assert.Equal(ReleaseErrors.VersionOrderLost, Assert.Throws<FotaException>(() => Promote("1.2.0-beta.1")).Code);
    }

    [Fact]
    public void Several_products_live_in_one_archive_without_touching_each_other()
    {
        _shop.Release("1.0.0");
        Product other = Product.Parse("Gerät / 2");
        _shop.Archive.Promote(other, Version("0.1.0"), new FirmwareImage(TestFirmware.Image("0.1.0", product: other.Name)));

        Assert.Equal(["Gerät / 2", "sensor-node"], _shop.Archive.Products().Select(product => product.Name));
        Assert.Equal("0.1.0", Assert.Single(_shop.Archive.Releases(other)).Version.ToString());
        Assert.Equal("1.0.0", Assert.Single(_shop.Archive.Releases(TestFirmware.Product)).Version.ToString());
        Assert.Empty(_shop.Archive.Verify().Faults);
    }

    [Fact]
    public void Removing_a_release_removes_its_image_and_no_other()
    {
        _shop.Release("1.0.0", "1.1.0");

        _shop.Archive.Remove(TestFirmware.Product, Version("1.0.0"));

        Assert.Equal("1.1.0", Assert.Single(_shop.Archive.Releases(TestFirmware.Product)).Version.ToString());
        Assert.Single(Images());
        Assert.Empty(_shop.Archive.Verify().Faults);
        Assert.Equal(
            ReleaseErrors.ReleaseNotFound,
            Assert.Throws<FotaException>(() => _shop.Archive.Remove(TestFirmware.Product, Version("1.0.0"))).Code);
    }

    [Fact]
    public void Pruning_keeps_the_newest()
    {
        _shop.Release("1.0.0", "1.1.0", "1.2.0", "1.10.0");

        IReadOnlyList<FirmwareVersion> removed = _shop.Archive.Prune(TestFirmware.Product, keep: 2);

        Assert.Equal(["1.0.0", "1.1.0"], removed.Select(version => version.ToString()));
        Assert.Equal(["1.2.0", "1.10.0"], _shop.Archive.ReleasedVersions(TestFirmware.Product).Select(version => version.ToString()));
        Assert.Equal(2, Images().Length);
    }

    [Fact]
    public void An_image_that_a_release_shares_is_kept_when_another_release_goes()
    {
        var image = new FirmwareImage(TestFirmware.WithoutRecord());
        _shop.Archive.Promote(TestFirmware.Product, Version("1.0.0"), image);
        _shop.Archive.Promote(TestFirmware.Product, Version("1.0.1"), image);

        _shop.Archive.Remove(TestFirmware.Product, Version("1.0.0"));

        Assert.Empty(_shop.Archive.Verify().Faults);
        Assert.Single(Images());
    }

    [Fact]
    public void A_flipped_byte_in_a_base_stops_the_build_with_its_file_and_adding_the_image_again_repairs_it()
    {
        _shop.Release("1.0.0");
        string file = Assert.Single(Images());
        byte[] good = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. good[..100], (byte)(good[100] ^ 4), .. good[101..]]);

        FotaException refused = Assert.Throws<FotaException>(() => _shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 2)));
        Assert.Equal((ReleaseErrors.ArchivedImageDamaged, file), (refused.Code, refused.File));
        Assert.Equal(ReleaseErrors.ArchivedImageDamaged, Assert.Single(_shop.Archive.Verify().Faults).Code);

        _shop.Archive.Promote(TestFirmware.Product, Version("1.0.0"), new FirmwareImage(good));
        Assert.Empty(_shop.Archive.Verify().Faults);
        Assert.Single(_shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 2)).Patches);
    }

    [Fact]
    public void A_large_file_storage_pointer_is_named_as_such()
    {
        _shop.Release("1.0.0");
        File.WriteAllText(Assert.Single(Images()), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");

        FotaException refused = Assert.Throws<FotaException>(() => _shop.Build("1.1.0", TestFirmware.Image("1.1.0", change: 2)));

        Assert.Contains("git lfs pull", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_archive_is_refused_and_left_alone()
    {
        _shop.Release("1.0.0");
        string format = Path.Combine(_shop.ArchiveDirectory, "archive.json");
        File.WriteAllText(format, "{ \"format\": 2, \"novelty\": true }");

        Assert.Equal(ReleaseErrors.ArchiveFormatNewer, Assert.Throws<FotaException>(() => _shop.Archive).Code);
        Assert.Equal(
            ReleaseErrors.ArchiveFormatNewer,
            Assert.Throws<FotaException>(() => _shop.Build("1.1.0", TestFirmware.Image("1.1.0"))).Code);
    }

    [Fact]
    public void Damaged_metadata_is_refused_with_its_file_and_whatever_is_in_it()
    {
        _shop.Release("1.0.0");
        string file = Assert.Single(Directory.GetFiles(_shop.ArchiveDirectory, "1.0.0.json", SearchOption.AllDirectories));
        byte[] good = File.ReadAllBytes(file);
        var random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            File.WriteAllBytes(file, Mutation.Of(good, random));
            try
            {
                _shop.Archive.Release(TestFirmware.Product, Version("1.0.0"));
            }
            catch (FotaException e)
            {
                Assert.Equal((ReleaseErrors.ArchiveDamaged, file), (e.Code, e.File));
                refused++;
            }
        }

        Assert.True(refused > 1500, $"{refused} of 2000 damaged files were refused");
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_ignored_and_then_removed()
    {
        _shop.Release("1.0.0");
        string images = Path.GetDirectoryName(Assert.Single(Images()))!;
        File.WriteAllBytes(Path.Combine(images, ".half.bin.0.fota-tmp"), new byte[100]);
        File.WriteAllBytes(Path.Combine(images, new string('0', 64) + ".bin"), new byte[100]);
        Directory.CreateDirectory(Path.Combine(_shop.ArchiveDirectory, "products", "half-0000000000000000"));

        Assert.Empty(_shop.Archive.Verify().Faults);
        Assert.Single(_shop.Archive.Products());
        _shop.Release("1.1.0");
        _shop.Archive.Remove(TestFirmware.Product, Version("1.0.0"));

        Assert.Equal([Path.GetFileName(Assert.Single(Images()))], Directory.GetFiles(images).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void A_clock_that_was_set_back_changes_no_decision()
    {
        BaseArchive late = BaseArchive.Open(_shop.ArchiveDirectory, new FixedClock(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000)));
        BaseArchive early = BaseArchive.Open(_shop.ArchiveDirectory, new FixedClock(DateTimeOffset.FromUnixTimeSeconds(100)));
        late.Promote(TestFirmware.Product, Version("1.0.0"), new FirmwareImage(TestFirmware.Image("1.0.0")));
        early.Promote(TestFirmware.Product, Version("1.1.0"), new FirmwareImage(TestFirmware.Image("1.1.0", change: 1)));

        PackagingResult result = _shop.Build("1.2.0", TestFirmware.Image("1.2.0", change: 2));

        Assert.Equal("1.1.0", Assert.Single(result.Patches).Base.Version.ToString());
    }

    [Fact]
    public async Task Two_releases_at_once_are_made_one_after_the_other_and_one_version_is_given_once()
    {
        Task<bool>[] racers =
        [
            .. Enumerable.Range(1, 8).Select(change => Task.Run(() =>
            {
                try
                {
                    Promote("1.0.0", change);
                    return true;
                }
                catch (FotaException e) when (e.Code == ReleaseErrors.ReleaseTaken)
                {
                    return false;
                }
            })),
        ];

        bool[] won = await Task.WhenAll(racers);

        Assert.Equal(1, won.Count(outcome => outcome));
        Assert.Empty(_shop.Archive.Verify().Faults);
        Assert.Single(Images());
    }

    [Fact]
    public async Task A_build_whose_base_is_replaced_while_it_works_takes_the_new_one()
    {
        PackagingRequest request = _shop.Request("1.0.0", TestFirmware.Image("1.0.0"));
        UpdatePackager.Package(request);
        // A public key from a pipe: the build waits there, after it looked up its base and before it reads it.
        string key = Path.Combine(_shop.Root, "waiting.pub");
        using (Process make = Process.Start("mkfifo", [key]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        PackagingRequest slow = request with
        {
            ImageFile = Path.Combine(_shop.Root, "slow.bin"),
            OutputDirectory = Path.Combine(_shop.Root, "slow"),
            PublicKeyFiles = [key],
        };
        File.WriteAllBytes(slow.ImageFile, TestFirmware.Image("1.0.0", change: 9));
        Task<PackagingResult> build = Task.Run(() => UpdatePackager.Package(slow));
        using (var pipe = new FileStream(key, FileMode.Open, FileAccess.Write))
        {
            _shop.Build("1.0.0", TestFirmware.Image("1.0.0", change: 1));
            _shop.Build("1.0.0", TestFirmware.Image("1.0.0", change: 2));
            File.Delete(key);
            File.Copy(TestKeys.First.Public, key);
            pipe.Write(File.ReadAllBytes(key));
        }

        PackagingResult result = await build;

        Assert.Equal(Sha256Digest.Of(TestFirmware.Image("1.0.0", change: 2)), Assert.Single(result.Patches).Base.Digest);
    }

    [Fact]
    public void A_lock_that_is_held_too_long_is_reported_with_its_file()
    {
        _shop.Release("1.0.0");
        string path = Path.Combine(_shop.ArchiveDirectory, ".lock");
        using var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        BaseArchive archive = BaseArchive.Open(_shop.ArchiveDirectory, lockTimeout: TimeSpan.FromMilliseconds(100));

        FotaException refused = Assert.Throws<FotaException>(() => archive.Remove(TestFirmware.Product, Version("1.0.0")));

        Assert.Equal((FileErrors.Locked, path), (refused.Code, refused.File));
    }

    [Fact]
    public void A_file_that_a_synchronisation_tool_made_is_not_taken_for_a_release()
    {
        _shop.Release("1.0.0");
        string file = Assert.Single(Directory.GetFiles(_shop.ArchiveDirectory, "1.0.0.json", SearchOption.AllDirectories));
        File.Copy(file, file.Replace("1.0.0.json", "1.0.0 (conflict).json", StringComparison.Ordinal));

        Assert.Equal(
            ReleaseErrors.ArchiveDamaged,
            Assert.Throws<FotaException>(() => _shop.Archive.ReleasedVersions(TestFirmware.Product)).Code);
    }

    private static FirmwareVersion Version(string text) => FirmwareVersion.Parse(text);

    private ArchivedImage Promote(string version, int change = 0) =>
        _shop.Archive.Promote(TestFirmware.Product, Version(version), new FirmwareImage(TestFirmware.Image(version, change: change)));

    private string[] Images() => Directory.GetFiles(_shop.ArchiveDirectory, "*.bin", SearchOption.AllDirectories);

    private Dictionary<string, DateTime> Times() =>
        Directory.GetFiles(_shop.ArchiveDirectory, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
