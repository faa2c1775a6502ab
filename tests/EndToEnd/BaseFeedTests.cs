using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>A team whose bases lie in a feed that is a folder: one machine releases, another builds, by the real restore.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BaseFeedTests : IDisposable
{
    private readonly PackedFeed _feed;
    private readonly TemporaryFolder _folder = new("fota-team-");
    private readonly TeamMember _releasing;
    private readonly TeamMember _building;

    public BaseFeedTests(PackedFeed feed)
    {
        _feed = feed;
        Directory.CreateDirectory(Team);
        _releasing = new TeamMember(feed, TeamMember.Source(Team), new FirmwareProject(feed, Stage.Released));
        _building = new TeamMember(feed, TeamMember.Source(Team));
    }

    private string Team => _folder["team feed"];

    public void Dispose()
    {
        _releasing.Dispose();
        _building.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_machine_releases_and_another_makes_the_very_same_patch_from_the_feed_by_the_commands_of_the_page()
    {
        // What a machine releases for itself needs no feed.
        await _releasing.Follow("bases.md", "dotnet pack", ("-c Release", "-c Debug"), ("-p:FotaRelease=true", "-p:FotaRelease=true -p:FotaBasesFrom=archive"));
        Assert.True(File.Exists(Path.Combine(Team, "Blinky.Firmware.1.0.0.nupkg")));
        _building.ChangeTo("1.1.0");
        await ExternalProgram.RunAsync("git", "init", "--quiet", _building.Project.Directory);
        Assert.Contains("patch from 1.0.0", await _building.Follow("bases.md", "dotnet restore\nfota bases update\n"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_building.Project.PathOf("fleet.txt"), Fleet(), TestContext.Current.CancellationToken);
        Assert.Contains("bytes for the whole fleet", await _building.Follow("bases.md", "fota bases status"), StringComparison.Ordinal);

        _releasing.ChangeTo("1.1.0");
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
        (await _releasing.Project.Build("-p:FotaBasesFrom=archive")).ShouldSucceed().ShouldNotWarn();

        foreach (string file in (string[])["update.json", "update.diff", "update.fota"])
            Assert.Equal(_releasing.Package(file), _building.Package(file));
        Assert.False(Directory.Exists(_building.Project.Archive));
        Assert.Contains("1.0.0", (await _building.Fota("status")).StandardOutput, StringComparison.Ordinal);

        // What is pinned is restored where it is gone, and refused where it is not what was signed.
        string image = Path.Combine(_building.Packages, "blinky.firmware", "1.0.0", "firmware", "update.bin");
        await File.AppendAllTextAsync(image, "x", TestContext.Current.CancellationToken);
        (await _building.Project.Build()).ShouldFailWith("FOTA3071", "Blinky.Firmware 1.0.0", "update.bin");
        Directory.Delete(Path.Combine(_building.Packages, "blinky.firmware"), recursive: true);
        (await _building.Project.Build("--no-restore")).ShouldFailWith("FOTA3081", "Blinky.Firmware 1.0.0");
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
    }

    [Fact]
    public async Task The_jobs_of_the_page_about_pipelines_build_a_push_with_the_feeds_bases_and_release_a_tag_into_it()
    {
        PublishFirst();
        await Update("1.1.0");

        await _building.Follow("ci.md", "dotnet restore\ndotnet build --no-restore");
        string pushed = await File.ReadAllTextAsync(_building.Project.PathOf("bin", "Release", "fota", "update.json"), TestContext.Current.CancellationToken);
        Assert.Contains("\"version\": \"1.0.0\"", pushed, StringComparison.Ordinal);

        _building.Project.Environment["FOTA_KEY_PASSWORD"] = "of the pipeline";
        await _building.Follow("ci.md", "dotnet restore\nfota bases update --check");
        Assert.True(File.Exists(Path.Combine(Team, "Blinky.Firmware.1.4.0.nupkg")));
        Assert.Contains("1.4.0", Succeeds(await _building.Fota("bases", "update", "-p:Version=1.5.0")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_file_follows_the_feed_only_when_it_is_told_to()
    {
        PublishFirst();
        await Update("1.2.0");
        Succeeds(await _building.Fota("bases", "update", "--check"));
        _releasing.ChangeTo("1.1.0");
        await _releasing.Publish(Team);

        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
        Assert.Equal("1.0.0", Base());
        // However many versions a feed has, a machine fetches those that are pinned.
        Assert.Equal(["1.0.0"], Directory.EnumerateDirectories(Path.Combine(_building.Packages, "blinky.firmware")).Select(Path.GetFileName));
        Fails(await _building.Fota("bases", "update", "--check"), 1, "FOTA7045", "1.1.0 is new, 1.0.0 is not selected any more");
        byte[] old = await File.ReadAllBytesAsync(_building.Lock, TestContext.Current.CancellationToken);
        Succeeds(await _building.Fota("bases", "update", "--check", "-p:FotaBaseVersions=1.0.0"));
        Fails(await _building.Fota("bases", "update", "-p:FotaBaseVersions=0.9.0"), 2, "FOTA7043", "Blinky.Firmware 0.9.0");
        Assert.Equal(old, await File.ReadAllBytesAsync(_building.Lock, TestContext.Current.CancellationToken));

        Assert.Contains("1.1.0", Succeeds(await _building.Fota("bases", "update", "-p:FotaBaseVersions=[1.0.0,2.0.0)")), StringComparison.Ordinal);
        _building.Project.Environment["FotaBaseVersions"] = "[1.0.0,2.0.0)";
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
        Assert.Equal(2, _building.Project.Manifest().GetProperty("patches").GetArrayLength());
        File.Delete(_building.Project.PathOf("fota.bases.props"));
        Fails(await _building.Fota("bases", "update", "--check"), 1, "FOTA7045", "fota.bases.props");
    }

    [Fact]
    public async Task A_package_of_others_under_the_same_id_is_refused_and_never_pinned()
    {
        PublishFirst();
        await Update("1.1.0");

        // Others sign with their own key; the id and the version are the same.
        using var others = new TeamMember(_feed, TeamMember.Source(Team), new FirmwareProject(_feed, Stage.Sources));
        foreach (string file in Directory.EnumerateFiles(_feed.OtherKeys))
            File.Copy(file, others.Project.PathOf("keys", Path.GetFileName(file)), overwrite: true);
        File.Delete(Path.Combine(Team, "Blinky.Firmware.1.0.0.nupkg"));
        await others.Publish(Team);
        Directory.Delete(Path.Combine(_building.Packages, "blinky.firmware"), recursive: true);

        (await _building.Project.Build()).ShouldFailWith("FOTA3041", "Blinky.Firmware 1.0.0");
        File.Delete(_building.Lock);
        Fails(await _building.Fota("bases", "update"), 1, "FOTA3041", "Blinky.Firmware 1.0.0");
        Assert.False(File.Exists(_building.Lock));
    }

    [Fact]
    public async Task A_version_that_the_team_signed_twice_is_refused_where_the_first_is_pinned()
    {
        PublishFirst();
        await Update("1.1.0");
        using var twice = new TeamMember(_feed, TeamMember.Source(Team));
        twice.Project.ChangeOneLine("other> ");
        File.Delete(Path.Combine(Team, "Blinky.Firmware.1.0.0.nupkg"));
        await twice.Publish(Team);
        Directory.Delete(Path.Combine(_building.Packages, "blinky.firmware"), recursive: true);

        (await _building.Project.Build()).ShouldFailWith("FOTA3082", "Blinky.Firmware 1.0.0");
        Fails(await _building.Fota("bases", "update"), 3, "FOTA3082", "Blinky.Firmware 1.0.0");
        Fails(await _building.Fota("bases", "fetch"), 3, "FOTA3082", "Blinky.Firmware 1.0.0");
    }

    [Fact]
    public async Task A_withdrawn_package_is_named_by_restore_and_by_the_command()
    {
        PublishFirst();
        await Update("1.1.0");
        File.Delete(Path.Combine(Team, "Blinky.Firmware.1.0.0.nupkg"));
        Directory.Delete(Path.Combine(_building.Packages, "blinky.firmware"), recursive: true);

        BuildResult restored = await _building.Project.Build();
        Assert.Contains("Blinky.Firmware", restored.Output, StringComparison.Ordinal);
        Assert.All(restored.Errors, code => Assert.StartsWith("NU11", code, StringComparison.Ordinal));

        // A restore that fails keeps nobody from selecting anew.
        Fails(await _building.Fota("bases", "fetch"), 2, "FOTA7043", "Blinky.Firmware 1.0.0");
        Assert.Contains("1.0.0  removed", await _building.Follow("bases.md", "dotnet restore -p:FotaRestoreBases=false"), StringComparison.Ordinal);
        (await _building.Project.Build()).ShouldSucceed();
    }

    [Fact]
    public async Task Only_the_sources_that_the_id_is_mapped_to_are_asked()
    {
        PublishFirst();
        (await _building.Project.Build()).ShouldFailWith("FOTA3080", "fota.bases.json");
        _building.ChangeTo("1.1.0");
        _building.Configure($"""
            <packageSources><clear /><add key="team" value="{Team}" /><add key="elsewhere" value="{_folder["no such folder"]}" /></packageSources>
            <packageSourceMapping><packageSource key="team"><package pattern="Blinky.Firmware" /></packageSource><packageSource key="elsewhere"><package pattern="*" /></packageSource></packageSourceMapping>
            """);

        Succeeds(await _building.Fota("bases", "update"));
        Fails(await _building.Fota("bases", "update", "-p:FotaBasePackageId=Other.Firmware"), 4, "FOTA7041", "elsewhere");
    }

    [Fact]
    public async Task Firmware_without_MSBuild_takes_the_same_bases_by_the_command_alone()
    {
        PublishFirst();
        string folder = _building.Project.PathOf("made");
        Directory.CreateDirectory(folder);
        File.Copy(_releasing.Project.Package("update.bin"), Path.Combine(folder, "app.bin"));
        File.WriteAllText(Path.Combine(folder, "fota.json"), """
            { "FotaProduct": "Blinky", "FotaVersion": "1.1.0", "FotaImage": "app.bin", "FotaBasesFrom": "packages",
              "FotaPublicKey": "../keys/update.pub", "FotaSigningKey": "../keys/update.key" }
            """);
        _building.Project.Environment["NUGET_PACKAGES"] = _building.Packages;

        Assert.Contains("1.0.0", Succeeds(await _building.Fota("bases", "update", folder)), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_building.Packages, "blinky.firmware"), recursive: true);
        Fails(await _building.Fota("bases", "fetch", folder, "-p:FotaBasePackageId=Other.Firmware"), 2, "FOTA3080", "Other.Firmware");
        Succeeds(await _building.Fota("bases", "fetch", folder));
        Assert.Contains("from release 1.0.0", Succeeds(await _building.Fota("status", folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_releases_in_one_clone_and_makes_the_delta_in_another()
    {
        using var tool = new InstalledTool();
        var environment = new Dictionary<string, string?>(tool.Environment) { ["FOTA"] = tool.Command };
        foreach ((string name, string? value) in _feed.Environment())
            environment[name] = value;

        string output = Succeeds(await ExternalProgram.TryAsync(Repository.PathOf("scripts", "feed-demo.sh"), [_folder["demo"]], environment: environment));

        Assert.Contains("patch from 1.0.0:", output, StringComparison.Ordinal);
        Assert.Contains("is up to date: Blinky.Firmware", output, StringComparison.Ordinal);
        Assert.Contains("the archive of this machine: none", output, StringComparison.Ordinal);
    }

    /// <summary>The fleet file of the page.</summary>
    private static string Fleet() => Regex.Match(Repository.Read("docs", "bases.md"), "```\n(# version  devices\n.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private string Base() => _building.Project.Manifest().GetProperty("patches")[0].GetProperty("base").GetProperty("version").GetString()!;

    /// <summary>The release that the sample begins with goes to the feed.</summary>
    private void PublishFirst() => File.Copy(_feed.BasePackage, Path.Combine(Team, Path.GetFileName(_feed.BasePackage)));

    /// <summary>The other machine pins what the feed has, for a version of its own.</summary>
    private async Task Update(string version)
    {
        _building.ChangeTo(version);
        (await _building.Project.Dotnet("restore")).ShouldSucceed();
        Succeeds(await _building.Fota("bases", "update"));
    }

    private static string Succeeds(BufferedCommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.StandardError + result.StandardOutput);
        return result.StandardOutput;
    }

    private static void Fails(BufferedCommandResult result, int exitCode, string code, string what)
    {
        Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}: {result.StandardError}{result.StandardOutput}");
        Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(what, result.StandardError, StringComparison.Ordinal);
    }
}
