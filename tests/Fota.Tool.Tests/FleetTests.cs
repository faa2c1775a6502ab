using System.Text.Json;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota bases status</c>: what a fleet gets from the package that was built last.</summary>
[Slow]
public sealed class FleetTests : IDisposable
{
    private readonly InstalledTool _fota;
    private readonly TemporaryFolder _folder = new();

    public FleetTests(InstalledTool fota, ReleasedPackage package)
    {
        _fota = fota;
        package.CopyTo(_folder["package"]);
        package.CopyArchiveTo(_folder["archive"]);
        File.Copy(package.ImageOf("1.2.0"), _folder["application.bin"]);
        File.WriteAllText(_folder["fota.json"], $$"""
            { "FotaProduct": "{{ReleasedPackage.ProductName}}", "FotaVersion": "1.2.0", "FotaImage": "application.bin",
              "FotaOutputDir": "package", "FotaArchiveDir": "archive" }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_version_of_the_fleet_gets_its_patch_or_the_image_and_the_whole_is_added_up()
    {
        await File.WriteAllTextAsync(_folder["fleet.txt"], "# May\n1.2.0 3\n0.9.0,10 # old ones\n\n1.1.0\t2000\r\n1.0.0 40\n1.1.0 5 50x4096\n", TestContext.Current.CancellationToken);

        JsonElement answer = await AnswerAsync("--fleet", _folder["fleet.txt"]);

        const long Image = 24 * 1024;
        long near = SizeOf("update.fota"), far = SizeOf("update.from-1.0.0.fota"), full = SizeOf("update.full.fota");
        Assert.Equal((Image, (15 * full) + (40 * far) + (2000 * near)), (answer.GetProperty("image").GetInt64(), answer.GetProperty("total").GetInt64()));
        Assert.Equal(
            [
                ("0.9.0", "full", "update.full.fota", full, 0),
                ("1.0.0", "patch", "update.from-1.0.0.fota", far, 40 * (full - far)),
                ("1.1.0", "patch", "update.fota", near, 2000 * (full - near)),
                ("1.1.0", "full", "update.full.fota", full, 0),
                ("1.2.0", "none", "", 0, 0),
            ],
            answer.GetProperty("fleet").EnumerateArray().Select(each => (
                Text(each, "version"), Text(each, "update"), Text(each, "file"), each.GetProperty("size").GetInt64(), Number(each, "withoutBase"))));
        Assert.Equal("50x4096", Text(answer.GetProperty("fleet")[3], "region"));
    }

    [Fact]
    public async Task Without_a_fleet_every_known_release_is_shown_and_what_its_base_saves_one_device()
    {
        JsonElement answer = await AnswerAsync();
        BufferedCommandResult text = await _fota.RunAsync("bases", "status", _folder.Path);

        Assert.Equal(["1.0.0", "1.1.0"], answer.GetProperty("fleet").EnumerateArray().Select(each => Text(each, "version")));
        Assert.Equal(SizeOf("update.full.fota") - SizeOf("update.fota"), Number(answer.GetProperty("fleet")[1], "withoutBase"));
        Assert.False(answer.TryGetProperty("total", out _));
        Assert.Contains("update.from-1.0.0.fota", text.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0", "line 1")]
    [InlineData("\n1.0.0 many", "line 2")]
    [InlineData("one 1", "line 1")]
    [InlineData("1.0.0 1\n1.0 2", "line 2 has 1.0.0 a second time")]
    [InlineData("1.0.0 -1", "line 1")]
    [InlineData("1.0.0 1 50", "line 1")]
    [InlineData("1.0.0 1 50x4096 1", "line 1")]
    public async Task What_lists_no_fleet_is_refused_with_its_line(string content, string what)
    {
        await File.WriteAllTextAsync(_folder["fleet.txt"], content, TestContext.Current.CancellationToken);

        BufferedCommandResult result = await _fota.RunAsync("bases", "status", _folder.Path, "--fleet", _folder["fleet.txt"]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7046", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(what, result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_and_feed_are_not_asked_together() =>
        Assert.StartsWith("error FOTA7001", (await _fota.RunAsync("bases", "status", _folder.Path, "--fleet", "x", "--feed")).StandardError, StringComparison.Ordinal);

    private long SizeOf(string file) => new FileInfo(Path.Combine(_folder["package"], file)).Length;

    private static string Text(JsonElement each, string name) => each.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    private static long Number(JsonElement each, string name) => each.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await _fota.RunAsync(["bases", "status", _folder.Path, "--json", .. arguments]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
