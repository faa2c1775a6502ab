using System.IO.Compression;
using CliWrap;
using CliWrap.Buffered;
using Fota.Errors;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Tool.Feeds;

namespace Fota.Tool.Tests;

/// <summary>What the commands that ask feeds take from a nuget.config and from a feed, and what they do not.</summary>
[Slow]
public sealed class FeedTests : IDisposable
{
    private const int MostPackageBytes = 2 * FirmwareImage.MaxSize;

    private readonly InstalledTool _fota;
    private readonly ReleasedPackage _package;
    private readonly TemporaryFolder _folder = new();

    public FeedTests(InstalledTool fota, ReleasedPackage package)
    {
        _fota = fota;
        _package = package;
        Directory.CreateDirectory(Feed);
        File.WriteAllText(_folder["nuget.config"], $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="fetched" /></config>
              <packageSources><clear /><add key="team" value="{Feed}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(_folder["fota.json"], $$"""
            { "FotaProduct": "{{ReleasedPackage.ProductName}}", "FotaVersion": "1.3.0", "FotaImage": "application.bin", "FotaBasesFrom": "packages",
              "FotaPublicKey": "{{package.PublicKey}}" }
            """);
    }

    private string Feed => _folder["feed"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Packages_go_to_the_folder_that_the_nuget_config_names_and_builds_read_them_there()
    {
        await Succeed("bases", "pack", _folder.Path, "--release", _package.Folder, "--out", Feed);

        await Succeed("bases", "update", _folder.Path);

        Assert.True(File.Exists(Path.Combine(_folder["fetched"], "sensor.firmware", "1.2.0", "firmware", "update.bin")));
        Assert.Contains("from release 1.2.0", await Succeed("status", _folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest, "unpacked it has more than")]
    [InlineData(CompressionLevel.NoCompression, "it has more than")]
    public async Task A_package_that_is_larger_than_any_firmware_is_refused_packed_and_unpacked(CompressionLevel level, string what)
    {
        await using (var package = new ZipArchive(File.Create(Path.Combine(Feed, "Sensor.Firmware.1.2.0.nupkg")), ZipArchiveMode.Create))
        {
            await using (StreamWriter nuspec = new(package.CreateEntry("Sensor.Firmware.nuspec").Open()))
                await nuspec.WriteAsync("<package><metadata><id>Sensor.Firmware</id><version>1.2.0</version><authors>a</authors><description>d</description></metadata></package>");
            await using Stream image = package.CreateEntry("firmware/update.bin", level).Open();
            await image.WriteAsync(new byte[MostPackageBytes], TestContext.Current.CancellationToken);
        }

        using var feeds = TeamFeeds.Open(BasePackageId.Parse("Sensor.Firmware"), _folder.Path, TimeSpan.FromSeconds(100));
        FotaException refused = await Assert.ThrowsAsync<FotaException>(
            () => feeds.FetchAsync(FirmwareVersion.Parse("1.2.0"), [_folder["fetched"]], TestContext.Current.CancellationToken));

        Assert.Equal(ToolErrors.FeedPackageDamaged, refused.Code);
        Assert.Contains($"{what} {MostPackageBytes} bytes", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder["fetched"], "sensor.firmware", "1.2.0", "firmware")));
    }

    [Fact]
    public async Task Memory_for_a_feed_takes_what_it_may_and_not_a_byte_more_by_any_way_to_write()
    {
        using var memory = new BoundedMemory(4);
        memory.WriteByte(1);
        memory.Write([2]);
        memory.Write([3], 0, 1);
        await memory.WriteAsync(new byte[] { 4 }, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4], memory.ToArray());
        Assert.Throws<InvalidDataException>(() => memory.WriteByte(5));
        Assert.Throws<InvalidDataException>(() => memory.Write([5]));
        Assert.Throws<InvalidDataException>(() => memory.Write([5], 0, 1));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await memory.WriteAsync(new byte[] { 5 }, TestContext.Current.CancellationToken));
#pragma warning disable CA1835 // It is this one that is tried.
        await Assert.ThrowsAsync<InvalidDataException>(() => memory.WriteAsync([5], 0, 1, TestContext.Current.CancellationToken));
#pragma warning restore CA1835
    }

    private async Task<string> Succeed(params string[] arguments)
    {
        BufferedCommandResult result = await _fota.Prepare(arguments)
            .WithEnvironmentVariables(variables => variables.Set("NUGET_PACKAGES", null))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardError + result.StandardOutput);
        return result.StandardOutput;
    }
}
