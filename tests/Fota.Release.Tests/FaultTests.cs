using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Release.Tests.Support;

namespace Fota.Release.Tests;

/// <summary>Disks that are full or read-only, and folders that cannot be written.</summary>
[Slow]
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>With a real mount where the machine allows one, and always with a library that plays the disk.</summary>
    public static TheoryData<bool> Mounted => Disk.CanMount ? [true, false] : [false];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Mounted))]
    public void On_a_full_disk_each_release_is_done_or_refused_and_none_is_lost(bool mounted)
    {
        string disk = Directory.CreateDirectory(_folder["disk"]).FullName;

        (int exitCode, string output) = WorkerProcess.RunOnSmallDisk(1 << 20, mounted, "full-disk", disk);

        Assert.True(exitCode == 0, output);
        Assert.Matches(@"^refused \d+", output);
    }

    [Fact]
    public void What_gets_its_name_is_on_the_disk_already()
    {
        (int exitCode, string output) = WorkerProcess.RunObserved(_folder["log"], "order", _folder.Path);

        Assert.True(exitCode == 0, output);
        var onDisk = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<string>();
        foreach (string[] step in File.ReadLines(_folder["log"]).Select(line => line.Split('\t')))
        {
            if (step[0] == "disk")
                onDisk.Add(step[1]);
            else
                named.Add(onDisk.Contains(step[1]) ? Path.GetFileName(step[2]) : $"{step[2]} before it is on the disk");
        }

        Assert.DoesNotContain(named, name => name.Contains(' ', StringComparison.Ordinal));
        foreach (string file in (string[])["update.key", "update.pub", "update_certs.h", "update.json", "update.fota", "1.1.0.json"])
            Assert.Contains(file, named);
    }

    [Fact]
    public void Where_a_file_is_cut_off_nothing_is_changed_and_the_next_build_is_right()
    {
        var archive = BaseArchive.Open(_folder["archive"]);
        archive.Promote(WorkerProcess.Product, FirmwareVersion.Parse("1.0.0"), new FirmwareImage(TestFirmware.WithoutRecord()));
        File.WriteAllBytes(_folder["application.bin"], TestFirmware.WithoutRecord(change: 1));

        (int exitCode, string output) = WorkerProcess.RunLimited(16, "write-limit", _folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Empty(archive.Verify().Faults);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "update.*", SearchOption.AllDirectories), File.Exists);
    }

    [Theory]
    [MemberData(nameof(Mounted))]
    public void With_a_read_only_archive_plain_builds_work_and_a_release_says_why_not(bool mounted)
    {
        var archive = BaseArchive.Open(_folder["archive"]);
        archive.Promote(WorkerProcess.Product, FirmwareVersion.Parse("1.0.0"), new FirmwareImage(TestFirmware.WithoutRecord(16 * 1024)));

        (int exitCode, string output) = WorkerProcess.RunWithReadOnly(archive.Root, mounted, "read-only", _folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_folder_whose_path_is_a_file_is_named()
    {
        using var shop = new Workshop();
        File.WriteAllText(shop.Output, "in the way");

        FotaException refused = Assert.Throws<FotaException>(() => shop.Build("1.0.0", TestFirmware.Image("1.0.0")));

        Assert.Equal((ReleaseErrors.OutputNotWritable, shop.Output), (refused.Code, refused.File));
    }

    [Fact]
    public void An_archive_whose_path_is_a_file_is_named_and_the_package_is_not_taken_for_done()
    {
        using var shop = new Workshop();
        File.WriteAllText(shop.ArchiveDirectory, "in the way");

        FotaException refused = Assert.Throws<FotaException>(() => shop.Build("1.0.0", TestFirmware.Image("1.0.0")));

        Assert.Equal(ReleaseErrors.ArchiveNotAccessible, refused.Code);
    }
}
