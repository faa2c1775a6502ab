using System.Text.Json;

namespace Fota.EndToEnd;

/// <summary>Releases, the bases that patches are made from, and the gate.</summary>
public sealed class ReleaseTests(PackedFeed feed)
{
    [Fact]
    public async Task Patches_are_made_from_the_release_however_many_builds_follow()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        string? released = Digest(project.Manifest());
        project.SetVersion("1.1.0");

        for (int i = 0; i < 2; i++)
        {
            project.ChangeOneLine(i == 0 ? "blinky $ " : "$ blinky ");
            (await project.Build()).ShouldSucceed().ShouldNotWarn();
            if (i == 0)
                project.Edit("src/shell.c", "blinky $ ", "blinky> ");
        }

        JsonElement patch = Assert.Single(project.Manifest().GetProperty("patches").EnumerateArray());
        Assert.Equal(released, patch.GetProperty("base").GetProperty("sha256").GetString());
        Assert.Equal("1.0.0", patch.GetProperty("base").GetProperty("version").GetString());
    }

    [Fact]
    public async Task Linked_ELF_file_is_released_as_the_image_in_it_and_a_text_is_not_released()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaRelease=true", "-p:FotaImage=Blinky.csproj")).ShouldFailWith("FOTA3014", "HTML or XML");
        Assert.False(Directory.Exists(project.Archive));
        BuildResult result = await project.Build("-p:FotaRelease=true", "-p:FotaImage=bin/Debug/application.elf");

        result.ShouldSucceed().ShouldNotWarn();
        Assert.Contains("image taken from ELF, 0x", result.Output, StringComparison.Ordinal);
        byte[] image = await File.ReadAllBytesAsync(project.PathOf("bin", "Debug", "application.bin"), TestContext.Current.CancellationToken);
        Assert.Equal(image, await File.ReadAllBytesAsync(project.Package("update.bin"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Version_that_was_released_is_not_released_again_with_other_bits()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        project.ChangeOneLine();

        (await project.Build("-p:FotaRelease=true")).ShouldFailWith("FOTA3027", "1.0.0");
    }

    [Fact]
    public async Task Older_version_is_not_released()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        project.SetVersion("0.9.0");

        (await project.Build("-p:FotaRelease=true")).ShouldFailWith("FOTA3026", "0.9.0", "1.0.0");
    }

    [Fact]
    public async Task Each_base_in_the_range_gets_a_patch()
    {
        using var project = new FirmwareProject(feed, Stage.Released);
        foreach (string version in (string[])["1.1.0", "2.0.0"])
        {
            project.SetVersion(version);
            (await project.Build("-p:FotaRelease=true")).ShouldSucceed();
        }

        project.SetVersion("2.1.0");
        (await project.Build("-p:FotaBaseVersions=[1.1%2C3.0)")).ShouldSucceed();

        string?[] bases = [.. project.Manifest().GetProperty("patches").EnumerateArray()
            .Select(patch => patch.GetProperty("base").GetProperty("version").GetString())];
        Assert.Equal(["2.0.0", "1.1.0"], bases);
        Assert.True(File.Exists(project.Package("update.from-1.1.0.diff")));
        Assert.False(File.Exists(project.Package("update.from-1.0.0.diff")));
    }

    [Fact]
    public async Task Patch_above_the_bound_fails_with_figure_and_bound_and_one_below_it_passes()
    {
        using var project = new FirmwareProject(feed, Stage.Built);
        project.ChangeOneLine("a longer prompt, so that the patch needs more than ten bytes> ");

        (await project.Build("-p:FotaMaxPatchSize=10")).ShouldFailWith("FOTA4001", "10", "FotaMaxPatchSize");
        (await project.Build("-p:FotaMaxPatchSize=10KB")).ShouldSucceed();
    }

    [Fact]
    public async Task Image_above_the_bound_fails()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaMaxImageSize=16KB")).ShouldFailWith("FOTA4003", "FotaMaxImageSize");
    }

    [Fact]
    public async Task Missing_base_is_an_error_where_one_is_required()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaRequireBase=true")).ShouldFailWith("FOTA4004", "base");
    }

    [Fact]
    public async Task Missing_base_is_a_warning_where_releases_are_expected()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        BuildResult result = (await project.Build("-p:FotaBaseVersions=[0.9%2C1.0)")).ShouldSucceed();

        Assert.Equal(["FOTA3031"], result.Warnings);
    }

    [Fact]
    public async Task Warnings_become_errors_where_the_project_says_so()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        (await project.Build("-p:FotaBaseVersions=[0.9%2C1.0)", "-p:TreatWarningsAsErrors=true")).ShouldFailWith("FOTA3031");
    }

    [Fact]
    public async Task Report_is_written_for_the_build_server()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);

        await project.Build("-p:FotaReport=true", "-p:FotaMaxImageSize=16KB");

        Assert.Contains("<failure", File.ReadAllText(project.Package("update.junit.xml")), StringComparison.Ordinal);
        Assert.Contains("FOTA4003", File.ReadAllText(project.Package("update.summary.md")), StringComparison.Ordinal);
    }

    private static string? Digest(JsonElement manifest) => manifest.GetProperty("image").GetProperty("sha256").GetString();
}
