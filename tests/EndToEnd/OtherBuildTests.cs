using System.Runtime.Versioning;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>Firmware that no MSBuild project builds: fota.json, Make and CMake.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherBuildTests(PackedFeed feed) : IDisposable
{
    private readonly InstalledTool _tool = new();
    private readonly TemporaryFolder _folder = new("fota-other-");

    private string Samples => _folder["samples"];

    public void Dispose()
    {
        _tool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Both_doors_make_the_same_bytes_of_one_image()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        await project.ChangeToNextVersion();
        (await project.Build("-p:FotaReport=true")).ShouldSucceed();
        File.WriteAllText(project.PathOf("fota.json"), """
            { "FotaProduct": "Blinky", "FotaVersion": "1.1.0", "FotaImage": "bin/Debug/application.bin",
              "FotaArchiveDir": ".fota/Debug", "FotaOutputDir": "other", "FotaHeaderDir": "other/include", "FotaReport": true }
            """);

        await Run(project.Directory, _tool.Command, "headers");
        await Run(project.Directory, _tool.Command, "package");

        string[] made = [.. Directory.EnumerateFiles(project.PathOf("bin", "Debug", "fota"), "update.*").Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Contains("update.fota", made);
        Assert.Contains("update.summary.md", made);
        Assert.All(made, name => Assert.Equal(File.ReadAllBytes(project.Package(name)), File.ReadAllBytes(project.PathOf("other", name))));
        Assert.All(
            (string[])["update_certs.h", "fota_version.h"],
            name => Assert.Equal(
                File.ReadAllBytes(Directory.EnumerateFiles(project.PathOf("obj"), name, SearchOption.AllDirectories).Single()),
                File.ReadAllBytes(project.PathOf("other", "include", name))));
    }

    [Fact]
    public async Task Make_builds_headers_image_and_package_and_does_nothing_where_nothing_changed()
    {
        string place = await Sample("make");
        await Run(place, "make", "--silent", "PROPERTIES=-p:FotaRelease=true");
        string[] before = Times(place);

        Assert.Empty((await Run(place, "make", "PROPERTIES=-p:FotaRelease=true")).Trim());
        Assert.Equal(before, Times(place));

        await ChangeToNextVersion();
        string output = await Run(place, "make", "--silent", "VERSION=1.1.0");
        Assert.Contains("patch from 1.0.0: ", output, StringComparison.Ordinal);
        Assert.Contains("update_certs.h, as it was", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(place, "build", "fota", "update.fota")));
    }

    [Fact]
    public async Task CMake_builds_headers_image_and_package_and_does_nothing_where_nothing_changed()
    {
        string place = await Sample("cmake");
        await Run(place, "cmake", "-B", "build", "--toolchain", "arm-gcc.cmake", "-D", "FOTA_PROPERTIES=FotaRelease=true");
        await Run(place, "cmake", "--build", "build");
        string[] before = Times(place);

        string again = await Run(place, "cmake", "--build", "build");
        Assert.DoesNotContain("Generating", again, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", again, StringComparison.Ordinal);
        Assert.Equal(before, Times(place));

        await ChangeToNextVersion();
        await Run(place, "cmake", "-B", "build", "-D", "VERSION=1.1.0");
        Assert.Contains("patch from 1.0.0: ", await Run(place, "cmake", "--build", "build"), StringComparison.Ordinal);
    }

    private async Task<string> Sample(string name)
    {
        await Run(Repository.PathOf(), "cp", "-r", Repository.PathOf("samples"), Samples);
        string place = Path.Combine(Samples, name);
        await Run(Samples, "cp", "-r", feed.Keys, Path.Combine(place, "keys"));
        return place;
    }

    private Task<string> ChangeToNextVersion() =>
        Run(Path.Combine(Samples, "Blinky"), "git", "apply", Repository.PathOf("samples", "changes", "Blinky-1.1.0.patch"));

    private async Task<string> Run(string folder, string program, params string[] arguments)
    {
        BufferedCommandResult result = await ExternalProgram.TryAsync(program, arguments, folder, _tool.Environment);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        return result.StandardOutput;
    }

    private static string[] Times(string place) =>
        [.. Directory.EnumerateFiles(Path.Combine(place, "build", "fota"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")];
}
