using System.Net;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota publish</c> to a folder, and to a stub that answers as hawkBit's documentation says.</summary>
[Slow]
public sealed class PublishTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Site => Path.Combine(_folder["site"], "Sensor-1.2.0");

    private static readonly string[] s_files =
    [
        "update.from-1.0.0.fota", "update.from-1.0.0.diff", "update.fota", "update.diff", "update.full.fota", "update.sig", "update.bin", "update.json.sig", "update.json",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_gets_the_package_manifest_last_and_is_served()
    {
        (string, string)[] dry = await PublishedAsync("--to", "folder", "--out", _folder["site"], "--dry-run");
        Assert.False(Directory.Exists(_folder["site"]));
        (string, string)[] first = await PublishedAsync("--to", "folder", "--out", _folder["site"]);
        (string, string)[] again = await PublishedAsync("--to", "folder", "--out", _folder["site"]);

        Assert.Equal(s_files.Select(file => (file, "missing")), dry);
        Assert.Equal(s_files.Select(file => (file, "published")), first);
        Assert.Equal(s_files.Select(file => (file, "present")), again);
        Assert.All(s_files, file => Assert.Equal(File.ReadAllBytes(package[file]), File.ReadAllBytes(Path.Combine(Site, file))));
        BufferedCommandResult verified = await fota.RunAsync("verify", Site, "--key", package.PublicKey, "--archive", package.Archive);
        Assert.Equal((0, ""), (verified.ExitCode, verified.StandardError));
    }

    [Fact]
    public async Task A_folder_is_completed_and_never_changed()
    {
        await PublishedAsync("--to", "folder", "--out", _folder["site"]);
        File.Delete(Path.Combine(Site, "update.json"));
        File.Delete(Path.Combine(Site, "update.bin"));
        File.WriteAllText(Path.Combine(Site, "notes.txt"), "ours");

        (string File, string State)[] resumed = await PublishedAsync("--to", "folder", "--out", _folder["site"]);
        Assert.Equal(["update.bin", "update.json"], resumed.Where(each => each.State == "published").Select(each => each.File));

        File.WriteAllText(Path.Combine(Site, "update.diff"), "other");
        File.Delete(Path.Combine(Site, "update.json"));
        await RefusedAsync(1, "FOTA7032", "--to", "folder", "--out", _folder["site"]);
        Assert.False(File.Exists(Path.Combine(Site, "update.json")));
        Assert.Equal("other", File.ReadAllText(Path.Combine(Site, "update.diff")));
    }

    [Fact]
    public async Task HawkBit_gets_one_module_with_artifacts_and_metadata_by_the_documented_requests()
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();

        Assert.Equal(s_files.Select(file => (file, "missing")), await PublishedAsync([.. Hawkbit(server), "--dry-run"]));
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        server.Requests.Clear();
        Assert.Equal(s_files.Select(file => (file, "published")), await PublishedAsync(Hawkbit(server)));

        Assert.Equal(("Sensor", "1.2.0", "os"), (Text("name"), Text("version"), Text("type")));
        Assert.All(s_files, file => Assert.Equal(File.ReadAllBytes(package[file]), server.Artifacts[file]));
        Assert.Equal(("update.fota", "update.from-1.0.0.fota", "update.full.fota"), (server.Metadata["fota.from.1.1.0"], server.Metadata["fota.from.1.0.0"], server.Metadata["fota.full"]));
        Assert.Equal(2 + s_files.Length + 2, server.Requests.Count);
        Assert.Contains("update.json?", server.Requests[^3].Replace("filename=update.json&", "update.json?", StringComparison.Ordinal), StringComparison.Ordinal);
        server.Requests.Clear();
        Assert.Equal(s_files.Select(file => (file, "present")), await PublishedAsync(Hawkbit(server)));
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));

        string Text(string name) => server.Module![name]!.GetValue<string>();
    }

    [Fact]
    public async Task An_upload_that_ended_early_is_continued()
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();
        server.UploadsUntilFailure = 4;

        string error = await RefusedAsync(4, "FOTA7031", Hawkbit(server));
        Assert.Contains("500: {\"message\":\"store\\u001b[2J is full\"}", error, StringComparison.Ordinal);
        Assert.Empty(server.Metadata);
        server.UploadsUntilFailure = int.MaxValue;
        (string File, string State)[] resumed = await PublishedAsync(Hawkbit(server));

        Assert.Equal(s_files[..4], resumed.Where(each => each.State == "present").Select(each => each.File));
        Assert.Equal(s_files.Order(StringComparer.Ordinal), server.Artifacts.Keys.Order(StringComparer.Ordinal));
        Assert.NotEmpty(server.Metadata);

        server.Artifacts["update.diff"][0] ^= 1;
        string differs = await RefusedAsync(1, "FOTA7032", Hawkbit(server));
        Assert.Matches(@"another update\.diff of Sensor 1\.2\.0: [0-9,]+ bytes, SHA-256 [0-9a-f]{12}; the package's has [0-9,]+ bytes, SHA-256 [0-9a-f]{12}\. Nothing", differs);
        server.Artifacts["update.diff"][0] ^= 1;
        server.WrongSizes = true;
        await RefusedAsync(1, "FOTA7032", Hawkbit(server));
    }

    [Fact]
    public async Task Metadata_that_devices_would_choose_wrongly_by_is_mended()
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();
        Assert.All(await MetadataAsync([.. Hawkbit(server), "--dry-run"]), each => Assert.Equal("missing", each.State));
        (string Key, string State)[] first = await MetadataAsync(Hawkbit(server));
        Dictionary<string, string> right = new(server.Metadata);
        server.Metadata["fota.full"] = "update.fota";
        server.Metadata["team"] = "ours";
        server.Hidden.Add("fota.from.1.1.0");
        server.Metadata.Remove("fota.from.1.0.0");
        server.Requests.Clear();

        (string Key, string State)[] dry = await MetadataAsync([.. Hawkbit(server), "--dry-run"]);
        Assert.All(server.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        (string Key, string State)[] mended = await MetadataAsync(Hawkbit(server));

        Assert.All(first, each => Assert.Equal("published", each.State));
        Assert.Equal([("fota.full", "differs"), ("fota.from.1.1.0", "differs"), ("fota.from.1.0.0", "missing")], dry.Where(each => each.State != "present"));
        Assert.Equal([("fota.full", "mended"), ("fota.from.1.1.0", "mended"), ("fota.from.1.0.0", "published")], mended.Where(each => each.State != "present"));
        Assert.Empty(server.Hidden);
        Assert.True(server.Metadata.Remove("team"));
        Assert.Equal(right.OrderBy(each => each.Key, StringComparer.Ordinal), server.Metadata.OrderBy(each => each.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_says_what_is_published_and_the_next_run_goes_on()
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();
        server.UploadsUntilFailure = 2;
        server.Hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Command publish = Prepare(Hawkbit(server));
        // Whoever runs the tests in the background of a script has SIGINT ignored, and every program below inherits that.
        CommandTask<BufferedCommandResult> running = publish.WithTargetFile("env")
            .WithArguments($"--default-signal=INT,QUIT \"{publish.TargetFilePath}\" {publish.Arguments}").ExecuteBufferedAsync(Cancellation);

        await server.Hangs.Task.WaitAsync(Cancellation);
        await Cli.Wrap("kill").WithArguments(["-INT", $"{running.ProcessId}"]).ExecuteAsync(Cancellation);
        BufferedCommandResult cancelled = await running;

        Assert.Equal((130, ""), (cancelled.ExitCode, cancelled.StandardOutput));
        Assert.Equal($"cancelled; each file that was published is whole; run it again to go on{Environment.NewLine}", cancelled.StandardError);
        Assert.Equal(s_files[..2].Order(StringComparer.Ordinal), server.Artifacts.Keys.Order(StringComparer.Ordinal));
        server.UploadsUntilFailure = int.MaxValue;
        Assert.Equal(s_files[..2], (await PublishedAsync(Hawkbit(server))).Where(each => each.State == "present").Select(each => each.File));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "", "Check user and password")]
    [InlineData(HttpStatusCode.NotFound, "", "--type")]
    [InlineData(HttpStatusCode.Redirect, "", "302")]
    [InlineData(HttpStatusCode.OK, "<html>", "something else than JSON")]
    [InlineData(HttpStatusCode.OK, "{\"content\":[{\"name\":\"Sensor\",\"version\":\"1.2.0\",\"type\":\"os\"}]}", "no number 'id'")]
    [InlineData(HttpStatusCode.OK, "{\"content\":[{\"name\":\"Sensor\",\"version\":\"1.2.0\",\"type\":\"os\",\"id\":83}]}", "no list")]
    [InlineData(HttpStatusCode.OK, "{\"content\":[{\"id\":1,\"id\":2}]}", "one name twice")]
    public async Task What_is_no_hawkBit_is_refused(HttpStatusCode status, string text, string expected)
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();
        server.Answer = (status, text);

        Assert.Contains(expected, await RefusedAsync(4, "FOTA7031", Hawkbit(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_to_be()
    {
        HawkbitStub server = await HawkbitStub.StartAsync();
        string[] arguments = Hawkbit(server);
        await server.DisposeAsync();

        await RefusedAsync(4, "FOTA7031", arguments);
    }

    [Theory]
    [InlineData("--to folder")]
    [InlineData("--to nowhere")]
    [InlineData("--to hawkbit --url http://127.0.0.1:1 --user ci")]
    [InlineData("--to hawkbit --url http://updates.example.com --user ci --password-env PASSWORD")]
    [InlineData("--to hawkbit --url updates --user ci --password-env PASSWORD")]
    [InlineData("--to hawkbit --url https://ci:geheim@updates.example.com --user ci --password-env PASSWORD")]
    [InlineData("--to hawkbit --url https://updates.example.com/?token=geheim --user ci --password-env PASSWORD")]
    [InlineData("--to hawkbit --user ci --password-env PASSWORD")]
    public async Task What_cannot_be_meant_is_refused(string line) => await RefusedAsync(2, "FOTA7001", line.Split(' '));

    [Fact]
    public async Task A_secret_in_the_address_is_never_repeated()
    {
        BufferedCommandResult refused = await fota.RunAsync(
            "publish", package.Folder, "--key", package.PublicKey, "--to", "hawkbit", "--url", "https://ci:geheim@updates.example.com", "--user", "ci", "--password-env", "PASSWORD");

        Assert.Equal(2, refused.ExitCode);
        Assert.DoesNotContain("geheim", refused.StandardOutput + refused.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_of_another_type_or_name_is_another()
    {
        await using HawkbitStub server = await HawkbitStub.StartAsync();
        await PublishedAsync(Hawkbit(server));
        server.Module!["type"] = "application";

        (string File, string State)[] again = await PublishedAsync([.. Hawkbit(server), "--dry-run"]);

        Assert.All(again, each => Assert.Equal("missing", each.State, ignoreCase: true));
    }

    [Fact]
    public async Task What_devices_would_refuse_is_not_published()
    {
        string[] to = ["--to", "folder", "--out", _folder["site"]];
        Assert.Equal(1, (await fota.RunAsync(["publish", package.Folder, "--key", package.OtherPublicKey, .. to])).ExitCode);
        Assert.Equal(1, (await fota.RunAsync(["publish", package.Incomplete, "--key", package.PublicKey, .. to])).ExitCode);
        Assert.False(Directory.Exists(_folder["site"]));
    }

    private static string[] Hawkbit(HawkbitStub server) => ["--to", "hawkbit", "--url", server.Address, "--user", "T1\\ci", "--password-env", "HAWKBIT_PASSWORD"];

    private Command Prepare(string[] arguments) => fota.Prepare(["publish", package.Folder, "--key", package.PublicKey, .. arguments])
        .WithEnvironmentVariables(variables => variables.Set("HAWKBIT_PASSWORD", "secret"));

    private Task<(string File, string State)[]> PublishedAsync(params string[] arguments) => StatesAsync(arguments, "files", "file");

    private Task<(string Key, string State)[]> MetadataAsync(params string[] arguments) => StatesAsync(arguments, "metadata", "key");

    private async Task<(string, string)[]> StatesAsync(string[] arguments, string list, string name)
    {
        BufferedCommandResult result = await Prepare([.. arguments, "--json"]).ExecuteBufferedAsync(Cancellation);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return [.. JsonDocument.Parse(result.StandardOutput).RootElement.GetProperty(list).EnumerateArray()
            .Select(each => (each.GetProperty(name).GetString()!, each.GetProperty("state").GetString()!.ToLowerInvariant()))];
    }

    private async Task<string> RefusedAsync(int exitCode, string code, params string[] arguments)
    {
        BufferedCommandResult result = await Prepare(arguments).ExecuteBufferedAsync(Cancellation);
        Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.DoesNotContain("secret", result.StandardError, StringComparison.Ordinal);
        return result.StandardError;
    }
}
