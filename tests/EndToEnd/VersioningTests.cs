using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>Versions and revisions that come from git, by the packages that people use for it: they are only known while targets run.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class VersioningTests(PackedFeed feed)
{
    private const string MinVer = """<PackageReference Include="MinVer" Version="8.0.0" PrivateAssets="all" />""";
    private const string NerdbankGitVersioning = """<PackageReference Include="Nerdbank.GitVersioning" Version="3.10.94" PrivateAssets="all" />""";

    [Fact]
    public async Task MinVers_tag_is_the_version_of_package_header_status_and_release()
    {
        using var tool = new InstalledTool();
        using FirmwareProject project = Versioned(MinVer);
        string revision = await CommitAsync(project, tag: "2.3.4");

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        Assert.Equal(("2.3.4", revision), VersionAndRevision(project));
        Assert.Contains("\"2.3.4\"", await HeaderAsync(project), StringComparison.Ordinal);
        BufferedCommandResult status = await ExternalProgram.TryAsync(tool.Command, ["status", project.Directory, "--json"], project.Root, Environment(tool));
        Assert.True(status.ExitCode == 0, status.StandardError);
        Assert.Equal("2.3.4", JsonDocument.Parse(status.StandardOutput).RootElement.GetProperty("version").GetString());
        BufferedCommandResult release = await ExternalProgram.TryAsync(tool.Command, ["release", project.Directory], project.Root, Environment(tool));
        Assert.True(release.ExitCode == 0, release.StandardError);
        Assert.Contains("2.3.4", release.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MinVers_height_above_the_tag_is_the_next_version_and_the_tag_its_base()
    {
        using FirmwareProject project = Versioned(MinVer);
        await CommitAsync(project, tag: "2.3.4");
        (await project.Build("-p:FotaRelease=true")).ShouldSucceed().ShouldNotWarn();
        project.ChangeOneLine();
        await CommitAsync(project);

        (await project.Build()).ShouldSucceed().ShouldNotWarn();

        Assert.Equal("2.3.5-alpha.0.1", VersionAndRevision(project).Version);
        Assert.Equal("2.3.4", project.Manifest().GetProperty("patches")[0].GetProperty("base").GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_version_that_the_project_sets_itself_wins()
    {
        using FirmwareProject project = Versioned(MinVer);
        await CommitAsync(project, tag: "2.3.4");

        (await project.Build("-p:FotaVersion=9.8.7", "-p:FotaSourceRevision=here")).ShouldSucceed();

        Assert.Equal(("9.8.7", "here"), VersionAndRevision(project));
    }

    [Fact]
    public async Task Nerdbanks_height_is_the_version_and_its_commit_the_revision()
    {
        using FirmwareProject project = Versioned(NerdbankGitVersioning);
        await File.WriteAllTextAsync(
            project.PathOf("version.json"), """{ "version": "3.4", "publicReleaseRefSpec": [ ".*" ] }""", TestContext.Current.CancellationToken);
        string revision = await CommitAsync(project);

        (await project.Build()).ShouldSucceed();

        Assert.Equal(("3.4.1", revision), VersionAndRevision(project));
        Assert.Contains("\"3.4.1\"", await HeaderAsync(project), StringComparison.Ordinal);
    }

    /// <summary>The sample without a version of its own, with a package that gives it one.</summary>
    private FirmwareProject Versioned(string package)
    {
        var project = new FirmwareProject(feed);
        string file = project.PathOf("Blinky.csproj"), text = File.ReadAllText(file);
        Assert.Contains("<Version>1.0.0</Version>", text, StringComparison.Ordinal);
        File.WriteAllText(file, text
            .Replace("<Version>1.0.0</Version>", "", StringComparison.Ordinal)
            .Replace("  <ItemGroup>\n", $"  <ItemGroup>\n    {package}\n", StringComparison.Ordinal));
        File.WriteAllText(project.PathOf(".gitignore"), "bin/\nobj/\nkeys/\n.fota/\n");
        return project;
    }

    private static (string? Version, string? Revision) VersionAndRevision(FirmwareProject project)
    {
        JsonElement manifest = project.Manifest();
        return (manifest.GetProperty("version").GetString(), manifest.GetProperty("sourceRevision").GetString());
    }

    private static Task<string> HeaderAsync(FirmwareProject project) => File.ReadAllTextAsync(
        Directory.EnumerateFiles(project.PathOf("obj"), "fota_version.h", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken);

    private Dictionary<string, string?> Environment(InstalledTool tool) => feed.Environment().Concat(tool.Environment).ToDictionary();

    private static async Task<string> CommitAsync(FirmwareProject project, string? tag = null)
    {
        string[][] commands =
        [
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "--all"],
            ["-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "a change"],
            .. tag is null ? (string[][])[] : [["tag", tag]],
        ];
        foreach (string[] command in commands)
            Assert.Equal(0, (await ExternalProgram.TryAsync("git", command, project.Directory)).ExitCode);
        BufferedCommandResult head = await ExternalProgram.TryAsync("git", ["rev-parse", "HEAD"], project.Directory);
        return head.StandardOutput.Trim();
    }
}
