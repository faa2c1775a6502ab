using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>Bases that do not lie in the project's archive.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BasesElsewhereTests(PackedFeed feed)
{
    [Fact]
    public async Task An_item_names_any_file_as_a_base()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        string digest = project.Manifest().GetProperty("image").GetProperty("sha256").GetString()!;
        Directory.CreateDirectory(project.PathOf("kept images"));
        File.Copy(project.Package("update.bin"), project.PathOf("kept images", "first.bin"));
        Directory.Delete(project.Archive, recursive: true);
        project.SetVersion("1.1.0");
        project.ChangeOneLine();
        AddBase(project, digest);

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        JsonElement patch = Assert.Single(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.Equal(digest, patch.GetProperty("base").GetProperty("sha256").GetString());
        File.AppendAllText(project.PathOf("kept images", "first.bin"), "x");
        (await project.Build()).ShouldFailWith("FOTA3036", "first.bin", digest);
        File.Delete(project.PathOf("kept images", "first.bin"));
        (await project.Build()).ShouldFailWith("FOTA3035", "1.0.0");
    }

    [Fact]
    public async Task An_item_without_its_digest_is_refused()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        AddBase(project, "");

        (await project.Build()).ShouldFailWith("FOTA6003", "FotaBase", "Sha256");
    }

    [Fact]
    public async Task Pack_makes_the_release_a_package_with_the_same_bytes_everywhere_and_no_build_logic()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        using var other = new FirmwareProject(feed, Stage.Released);

        (await project.Dotnet("pack", "-c", "Debug", "-o", project.PathOf("out"))).ShouldSucceed().ShouldNotWarn();
        (await other.Dotnet("pack", "-c", "Debug", "--no-build", "-p:PackageOutputPath=bin/packages")).ShouldSucceed().ShouldNotWarn();

        string package = Assert.Single(Directory.EnumerateFileSystemEntries(project.PathOf("out")));
        Assert.Equal("Blinky.Firmware.1.0.0.nupkg", Path.GetFileName(package));
        byte[] bytes = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(other.PathOf("bin", "packages", "Blinky.Firmware.1.0.0.nupkg"), TestContext.Current.CancellationToken));
        using var tool = new InstalledTool();
        await ExternalProgram.TryAsync(tool.Command, ["bases", "pack", other.Directory, "-c", "Debug", "--out", other.PathOf("by-tool")], environment: tool.Environment);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(other.PathOf("by-tool", "Blinky.Firmware.1.0.0.nupkg"), TestContext.Current.CancellationToken));
        using ZipArchive zip = ZipFile.OpenRead(package);
        Assert.Equal(
            ["Blinky.Firmware.nuspec", "[Content_Types].xml", "_rels/.rels", "firmware/update.bin", "firmware/update.json", "firmware/update.json.sig", "firmware/update.sig"],
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_released_is_not_packed()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Dotnet("pack", "-c", "Debug", "-o", project.PathOf("out"))).ShouldFailWith("FOTA3025", "only releases are packed");
        Assert.False(Directory.Exists(project.PathOf("out")));
    }

    private static void AddBase(FirmwareProject project, string digest) => project.Edit(
        "Blinky.csproj",
        "</Project>",
        $"""<ItemGroup><FotaBase Include="kept images/first.bin" Version="1.0.0" Sha256="{digest}" /></ItemGroup></Project>""");
}
