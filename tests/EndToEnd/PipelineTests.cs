using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap.Buffered;

namespace Fota.EndToEnd;

/// <summary>The pipelines of docs/ci.md: their script, from the page itself, on one agent after another with one repository between them.</summary>
public sealed partial class PipelineTests : IDisposable
{
    private const string Password = "pipeline password of the test";

    private readonly PackedFeed _feed;
    private readonly TemporaryFolder _directory = new("fota-ci-");

    public PipelineTests(PackedFeed feed) => _feed = feed;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Release_on_one_agent_is_the_base_of_the_build_on_the_next()
    {
        string first = await CreateRepository();
        await Succeed(first, "restore");
        await Succeed(first, "build");
        Assert.Empty(Manifest(first).GetProperty("patches").EnumerateArray());
        await Succeed(first, "release", "1.0.0");
        // Restarted, the job gives the same bits and changes nothing.
        await Succeed(first, "release", "1.0.0");
        // The next push still says 1.0.0 in its project, and is built as what comes after it.
        await Succeed(first, "build");
        Assert.Equal("1.0.1-ci.1", Manifest(first).GetProperty("version").GetString());
        Assert.Equal("1.0.0", Assert.Single(Manifest(first).GetProperty("patches").EnumerateArray()).GetProperty("base").GetProperty("version").GetString());

        string second = await Clone("second");
        await Succeed(second, "restore");
        await Change(second);
        await Succeed(second, "release", "1.1.0");

        JsonElement patch = Assert.Single(Manifest(second).GetProperty("patches").EnumerateArray());
        Assert.Equal("1.0.0", patch.GetProperty("base").GetProperty("version").GetString());
        Assert.True(File.Exists(Path.Combine(second, "update", "update.junit.xml")));
        string released = await Git(second, "ls-tree", "-r", "--name-only", "origin/fota-archive");
        Assert.Contains("releases/1.0.0.json", released, StringComparison.Ordinal);
        Assert.Contains("releases/1.1.0.json", await Archived(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_stops_a_push_and_the_reports_are_there_all_the_same()
    {
        string agent = await CreateRepository();
        await Succeed(agent, "restore");
        await Succeed(agent, "release", "1.0.0");
        await Change(agent);

        BufferedCommandResult result = await Script(agent, "0.01", "release", "1.1.0");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("FOTA4002", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("FOTA4002", File.ReadAllText(Path.Combine(agent, "update", "update.junit.xml")), StringComparison.Ordinal);
        Assert.DoesNotContain("1.1.0", await Archived(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branch_is_built_without_the_key_and_leaves_nothing_that_a_device_takes()
    {
        string agent = await CreateRepository();
        await Succeed(agent, "restore");

        BufferedCommandResult result = await Script(agent, null, null, ["build"]);

        Assert.True(result.ExitCode == 0, result.StandardOutput);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(agent, "update")), file => file.EndsWith(".sig", StringComparison.Ordinal) || file.EndsWith(".fota", StringComparison.Ordinal));
        Assert.NotEqual(0, (await Script(agent, null, null, ["release", "1.0.0"])).ExitCode);
        Assert.DoesNotContain("1.0.0", await Archived(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_archive_stops_a_build_until_it_is_restored()
    {
        string agent = await CreateRepository();
        await Succeed(agent, "restore");
        await Succeed(agent, "release", "1.0.0");
        Directory.Delete(Path.Combine(agent, ".fota-archive"), recursive: true);

        BufferedCommandResult refused = await Script(agent, null, "build");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("ci/fota.sh restore", refused.StandardError, StringComparison.Ordinal);

        await Succeed(agent, "restore");
        await Succeed(agent, "build");
        Assert.Single(Manifest(agent).GetProperty("patches").EnumerateArray());
    }

    [Fact]
    public async Task Desk_gets_the_bases_of_the_pipeline_by_one_command_and_what_is_new_by_the_same()
    {
        string agent = await CreateRepository();
        await Succeed(agent, "restore");
        await Succeed(agent, "release", "1.0.0");
        string desk = await Clone("desk");
        string properties = Path.Combine(desk, "Directory.Build.props");
        string kept = await File.ReadAllTextAsync(properties, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            properties,
            kept.Replace("</Project>", $"<PropertyGroup>{Block("desk")}</PropertyGroup></Project>", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await Succeed(desk, "restore");
        await Change(desk);

        Assert.Equal("1.0.0", await DeskBase("1.1.0"));

        await Change(agent, "blinky # ");
        await Succeed(agent, "release", "1.1.0");
        await Succeed(desk, "restore");
        Assert.Equal("1.1.0", await DeskBase("1.2.0"));

        async Task<string?> DeskBase(string version)
        {
            var environment = new Dictionary<string, string?>(_feed.Environment()) { ["CI"] = null, ["FOTA_KEY_PASSWORD"] = Password };
            BufferedCommandResult build = await ExternalProgram.TryAsync(
                "dotnet", ["build", "Blinky", $"-p:Version={version}", "-p:FotaSigningKeyPasswordVariable=FOTA_KEY_PASSWORD"], desk, environment);
            Assert.True(build.ExitCode == 0, build.StandardOutput);
            JsonElement manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(desk, "Blinky", "bin", "Debug", "fota", "update.json"))).RootElement;
            return Assert.Single(manifest.GetProperty("patches").EnumerateArray()).GetProperty("base").GetProperty("version").GetString();
        }
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    [InlineData("azure")]
    public void Pipeline_restores_builds_and_releases_by_the_script(string name)
    {
        string[] calls = [.. ScriptCall().Matches(Block(name)).Select(match => match.Groups[1].Value)];

        Assert.Equal(["build", "release", "restore"], calls.Distinct().Order(StringComparer.Ordinal));
        Assert.Matches(@"update/update\.(junit\.xml|summary\.md)", Block(name));
        // The password is given to one step, and that is the release.
        Assert.Equal(name == "gitlab" ? 0 : 1, Regex.Count(Block(name), "FOTA_KEY_PASSWORD: "));
        Assert.Contains("environment: release", Block(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "1/4, 2/4, 3/4, 4/4")]
    [InlineData("gitlab", "parallel: 4")]
    [InlineData("azure", "parallel: 4")]
    public void Bases_are_shared_among_machines_without_the_key_and_joined_by_the_release(string name, string machines)
    {
        string block = Block($"{name} parts");

        Assert.Equal(["part"], ScriptCall().Matches(block).Select(match => match.Groups[1].Value).Where(call => call != "restore"));
        Assert.Contains(machines, block, StringComparison.Ordinal);
        Assert.Matches("release:?\n +(needs: \\[?parts|dependsOn: parts)", block);
        Assert.DoesNotContain("PASSWORD", block, StringComparison.Ordinal);
        Assert.DoesNotContain("environment: release", block, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_built_into_its_folder_and_the_release_takes_what_lies_there()
    {
        string agent = _directory["agent"];
        Directory.CreateDirectory(Path.Combine(agent, ".fota-archive", ".git"));
        await Git(agent, "init", "--quiet");
        await Git(agent, "commit", "--quiet", "--allow-empty", "--message", "Begin");
        await File.WriteAllTextAsync(Path.Combine(agent, "dotnet"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > arguments\n", TestContext.Current.CancellationToken);
        await ExternalProgram.RunAsync("chmod", "+x", Path.Combine(agent, "dotnet"));

        string[] part = await Arguments("part", "2/4", "1.1.0");
        Assert.Contains("-p:FotaBasesPart=2/4", part);
        Assert.Contains("-p:FotaDeferSigning=true", part);
        Assert.Equal($"-p:FotaOutputDir={agent}/parts/2/", part.Last(each => each.StartsWith("-p:FotaOutputDir=", StringComparison.Ordinal)));
        Assert.DoesNotContain(await Arguments("release", "1.1.0"), each => each.Contains("FotaPatchesFrom", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(agent, "parts"));
        Assert.Contains($"-p:FotaPatchesFrom={agent}/parts/", await Arguments("release", "1.1.0"));

        async Task<string[]> Arguments(params string[] call)
        {
            Dictionary<string, string?> environment = new(GitIdentity()) { ["PATH"] = agent + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") };
            await ExternalProgram.TryAsync("bash", ["-c", Block("script"), "ci/fota.sh", .. call], agent, environment);
            return await File.ReadAllLinesAsync(Path.Combine(agent, "arguments"), TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> CreateRepository()
    {
        using var project = new FirmwareProject(_feed);
        string agent = _directory["first"];
        await ExternalProgram.RunAsync("cp", "-r", project.Root, agent);
        string key = Path.Combine(agent, "Blinky", "keys", "update.key");
        await ExternalProgram.RunAsync(
            "openssl", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", Path.Combine(_feed.Keys, "update.key"), "-out", key, "-passout", "pass:" + Password);
        Directory.CreateDirectory(Path.Combine(agent, "ci"));
        await File.WriteAllTextAsync(Path.Combine(agent, "ci", "fota.sh"), Block("script"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(agent, ".gitignore"), "bin/\nobj/\nupdate/\n.fota-archive/\n", TestContext.Current.CancellationToken);

        await ExternalProgram.RunAsync("git", "init", "--quiet", "--bare", Origin);
        await Git(agent, "init", "--quiet", "--initial-branch", "main");
        await Git(agent, "remote", "add", "origin", Origin);
        await Commit(agent, "Blinky");
        await Git(agent, "push", "--quiet", "origin", "main");
        BufferedCommandResult created = await ExternalProgram.TryAsync("bash", ["-c", Block("create")], agent, GitIdentity());
        Assert.True(created.ExitCode == 0, created.StandardError);
        return agent;
    }

    private async Task<string> Clone(string name)
    {
        string agent = _directory[name];
        await ExternalProgram.RunAsync("git", "clone", "--quiet", "--branch", "main", Origin, agent);
        return agent;
    }

    private static async Task Change(string agent, string prompt = "blinky $ ")
    {
        string shell = Path.Combine(agent, "Blinky", "src", "shell.c");
        string text = await File.ReadAllTextAsync(shell, TestContext.Current.CancellationToken);
        Assert.Contains("blinky> ", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            shell, text.Replace("blinky> ", prompt, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Commit(agent, "Change the prompt");
    }

    private static async Task Commit(string agent, string message)
    {
        await Git(agent, "add", "--all");
        await Git(agent, "commit", "--quiet", "--message", message);
    }

    private async Task Succeed(string agent, params string[] arguments)
    {
        BufferedCommandResult result = await Script(agent, null, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}:\n{result.StandardOutput}{result.StandardError}");
    }

    private Task<BufferedCommandResult> Script(string agent, string? maxPercent, params string[] arguments) =>
        Script(agent, maxPercent, Password, arguments);

    private Task<BufferedCommandResult> Script(string agent, string? maxPercent, string? password, string[] arguments)
    {
        var environment = new Dictionary<string, string?>(_feed.Environment())
        {
            ["CI"] = "true",
            ["FOTA_PROJECT"] = "Blinky",
            ["FOTA_KEY_PASSWORD"] = password,
            ["FOTA_MAX_PATCH_PERCENT"] = maxPercent,
        };
        return ExternalProgram.TryAsync("bash", ["ci/fota.sh", .. arguments], agent, environment);
    }

    private string Origin => _directory["origin.git"];

    private Task<string> Archived() => ExternalProgram.RunAsync("git", "-C", Origin, "ls-tree", "-r", "--name-only", "fota-archive");

    private static JsonElement Manifest(string agent) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(agent, "update", "update.json"))).RootElement;

    private static async Task<string> Git(string folder, params string[] arguments)
    {
        BufferedCommandResult result = await ExternalProgram.TryAsync("git", arguments, folder, GitIdentity());
        Assert.True(result.ExitCode == 0, $"git {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }

    private static Dictionary<string, string?> GitIdentity() => new()
    {
        ["GIT_AUTHOR_NAME"] = "test",
        ["GIT_AUTHOR_EMAIL"] = "test@invalid",
        ["GIT_COMMITTER_NAME"] = "test",
        ["GIT_COMMITTER_EMAIL"] = "test@invalid",
    };

    /// <summary>The block of docs/ci.md below the comment that names it.</summary>
    private static string Block(string name)
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "ci.md"));
        Match block = Regex.Match(page, $"<!-- ci: {name} -->\n```[a-z]+\n(.*?)\n```", RegexOptions.Singleline);
        Assert.True(block.Success, $"docs/ci.md has no block {name}");
        return block.Groups[1].Value + "\n";
    }

    [GeneratedRegex(@"ci/fota\.sh ([a-z]+)")]
    private static partial Regex ScriptCall();
}
