namespace Fota.EndToEnd;

/// <summary>Ways in which a build is run.</summary>
public sealed class HostTests(PackedFeed feed)
{
    [Fact]
    public async Task Path_with_spaces_and_other_letters_builds()
    {
        using var project = new FirmwareProject(feed, "Größe 5 – прошивка 固件");
        (await project.Build()).ShouldSucceed().ShouldNotWarn();
        project.ChangeOneLine();

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        Assert.True(File.Exists(project.Package("update.diff")));
    }

    [Fact]
    public async Task Two_builds_at_once_both_succeed_and_leave_a_valid_package()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        // The compiler's files belong to one build; the package and the archive are what two may meet at.
        project.ChangeOneLine();
        (await project.Build()).ShouldSucceed();
        Directory.Delete(project.PathOf("bin", "Debug", "fota"), recursive: true);

        BuildResult[] results = await Task.WhenAll(project.Build(), project.Build());

        Assert.All(results, result => result.ShouldSucceed());
        await OpenSsl.VerifyAsync(project.PathOf("keys", "update.pub"), project.Package("update.sig"), project.Package("update.bin"));
        await OpenSsl.VerifyAsync(project.PathOf("keys", "update.pub"), project.Package("update.json.sig"), project.Package("update.json"));
        Assert.True(File.Exists(project.Package("update.diff")));
    }

    [Fact]
    public async Task Design_time_build_compiles_and_packages_nothing()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        (await project.Build("-p:DesignTimeBuild=true")).ShouldSucceed();

        Assert.False(Directory.Exists(project.PathOf("bin", "Debug", "fota")));
        Assert.False(Directory.Exists(project.PathOf("obj", "Debug", "fota")));
        Assert.False(Directory.Exists(project.Archive));
    }

    [Fact]
    public async Task Package_can_be_switched_off()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        File.Delete(project.PathOf("src", "firmware.c"));
        project.Edit("src/commands.c", "firmware_version()", "\"0\"");

        BuildResult result = await project.Build("-p:FotaEnabled=false", "-t:FotaGenerateHeaders;FotaPackageUpdate");

        result.ShouldSucceed();
        Assert.DoesNotContain("Fota", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multithreaded_build_succeeds()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-mt")).ShouldSucceed().ShouldNotWarn();

        Assert.True(File.Exists(project.Package("update.json")));
    }

    [Fact]
    public async Task Changed_header_compiles_the_files_that_include_it_and_no_others()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        File.SetLastWriteTimeUtc(project.PathOf("src", "crc32.h"), DateTime.UtcNow);

        BuildResult result = (await project.Build("-v:n")).ShouldSucceed();

        string[] compiled = [.. result.Output.Split('\n').Where(line => line.Contains("  CC   ", StringComparison.Ordinal))
            .Select(line => Path.GetFileName(line.Trim())).Order(StringComparer.Ordinal)];
        Assert.Equal(["commands.c", "crc32.c", "self_test.c", "settings.c"], compiled);
    }

    [Fact]
    public async Task Changed_flag_compiles_everything()
    {
        using var project = new FirmwareProject(feed, Stage.Built);

        BuildResult result = (await project.Build("-v:n", "-p:ArmOptimize=-O1")).ShouldSucceed();

        int sources = Directory.GetFiles(project.PathOf("src"), "*.c").Length;
        Assert.Equal(sources, result.Output.Split('\n').Count(line => line.Contains("  CC   ", StringComparison.Ordinal)));
    }
}
