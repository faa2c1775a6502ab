using System.Runtime.Versioning;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>Bases from an HTTP feed that wants credentials, and what builds say when it fails. The client is the real restore.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HttpFeedTests(PackedFeed feed) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new("fota-team-");
    private HttpFeed _http = null!;
    private TeamMember _building = null!;

    private string Extracted => Path.Combine(_building.Packages, "blinky.firmware");

    public async ValueTask InitializeAsync()
    {
        _http = await HttpFeed.StartAsync();
        _http.Push(feed.BasePackage);
        _building = new TeamMember(feed, _http.Source);
        // What the client remembers of feeds stays with the test; it tries twice, without a pause.
        _building.Project.Environment["NUGET_HTTP_CACHE_PATH"] = _folder["http-cache"];
        _building.Project.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "2";
        _building.Project.Environment["NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS"] = "10";
        _building.ChangeTo("1.1.0");
        (await _building.Project.Dotnet("restore")).ShouldSucceed();
        BufferedCommandResult updated = await _building.Fota("bases", "update");
        Assert.True(updated.ExitCode == 0, updated.StandardError);
        Directory.Delete(Extracted, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        _building.Dispose();
        await _http.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restore_fetches_what_is_pinned_with_the_credentials_of_the_machine_and_later_builds_do_without_the_feed()
    {
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();

        Assert.Equal("1.0.0", _building.Project.Manifest().GetProperty("patches")[0].GetProperty("base").GetProperty("version").GetString());
        await _http.StopAsync();
        Directory.Delete(_building.Project.PathOf("obj"), recursive: true);
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
    }

    [Fact]
    public async Task A_credential_that_has_expired_is_told_from_a_feed_that_is_down()
    {
        _http.Accept("second secret");

        Assert.Contains("401", (await _building.Project.Build()).ShouldFailWith("NU1301").Output, StringComparison.Ordinal);
        (await _building.Project.Dotnet("restore", "-p:FotaRestoreBases=false")).ShouldSucceed();
        await Fails(4, "FOTA7042", "'team'", "update", "--check");
        await Fails(4, "FOTA7042", "'team'", "fetch");

        await _http.StopAsync();
        (await _building.Project.Build()).ShouldFailWith("NU1301");
        (await _building.Project.Dotnet("restore", "-p:FotaRestoreBases=false")).ShouldSucceed();
        await Fails(4, "FOTA7041", "'team'", "update", "--check");

        _http.Accept("first secret");
        await _http.ResumeAsync();
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
    }

    [Fact]
    public async Task A_slow_feed_is_waited_for_as_long_as_one_says()
    {
        _building.Configure(_http.SlowSource);

        await Fails(4, "FOTA7041", "nothing for 1 second", "fetch", "--timeout", "1");
        Assert.False(Directory.Exists(Extracted));
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
    }

    [Fact]
    public async Task A_package_that_was_cut_short_is_refused_and_leaves_nothing_behind()
    {
        _http.Truncate(feed.BasePackage);

        BuildResult restored = await _building.Project.Build();
        Assert.NotEqual(0, restored.ExitCode);
        Assert.Contains("Blinky.Firmware", restored.Output, StringComparison.OrdinalIgnoreCase);
        await Fails(3, "FOTA7044", "Blinky.Firmware 1.0.0", "fetch");

        _http.Push(feed.BasePackage);
        (await _building.Project.Build()).ShouldSucceed().ShouldNotWarn();
    }

    private async Task Fails(int exitCode, string code, string what, params string[] arguments)
    {
        BufferedCommandResult result = await _building.Fota(["bases", .. arguments]);
        Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}: {result.StandardError}{result.StandardOutput}");
        Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(what, result.StandardError, StringComparison.Ordinal);
    }
}
