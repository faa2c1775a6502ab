using System.Security.Cryptography;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota bases</c> on an archive's folder.</summary>
[Slow]
public sealed class BasesTests : IDisposable
{
    private readonly InstalledTool _fota;
    private readonly ReleasedPackage _package;
    private readonly TemporaryFolder _folder = new();

    public BasesTests(InstalledTool fota, ReleasedPackage package)
    {
        _fota = fota;
        _package = package;
        package.CopyArchiveTo(Archive);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Archive => _folder["archive"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_has_every_release()
    {
        JsonElement answer = await AnswerAsync("bases", "list", Archive);
        BufferedCommandResult text = await _fota.RunAsync("bases", "list", Archive);

        Assert.Equal(ReleasedPackage.ProductName, answer.GetProperty("product").GetString());
        Assert.Equal(["1.0.0", "1.1.0"], Versions(answer));
        Assert.Contains("1.1.0", text.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_proves_the_image_and_writes_it_out()
    {
        JsonElement answer = await AnswerAsync("bases", "show", "1.0.0", Archive, "--out", _folder["old.bin"]);

        byte[] image = await File.ReadAllBytesAsync(_package.ImageOf("1.0.0"), Cancellation);
        Assert.Equal(image, await File.ReadAllBytesAsync(_folder["old.bin"], Cancellation));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(image)), answer.GetProperty("sha256").GetString());
        Assert.Equal(image.Length, answer.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task An_image_from_before_can_be_added_with_its_revision()
    {
        JsonElement added = await AnswerAsync(
            "bases", "add", _package.ImageOf("2.0.0"), Archive, "--version", "2.0.0", "--revision", "abc123");
        JsonElement list = await AnswerAsync("bases", "list", Archive);

        Assert.Equal("abc123", added.GetProperty("sourceRevision").GetString());
        Assert.Equal("release", added.GetProperty("kind").GetString());
        Assert.Equal(["1.0.0", "1.1.0", "2.0.0"], Versions(list));
    }

    [Fact]
    public async Task Add_makes_an_archive_for_a_product_that_is_named()
    {
        JsonElement added = await AnswerAsync(
            "bases", "add", _package.ImageOf("1.0.0"), _folder["first"], "--product", ReleasedPackage.ProductName, "--version", "1.0.0");
        JsonElement verified = await AnswerAsync("bases", "verify", _folder["first"]);

        Assert.Equal("1.0.0", added.GetProperty("version").GetString());
        Assert.Empty(verified.GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task An_older_image_is_only_added_when_told_so()
    {
        string[] add = ["bases", "add", _package.ImageOf("0.9.0"), Archive, "--version", "0.9.0"];

        BufferedCommandResult refused = await _fota.RunAsync(add);
        JsonElement added = await AnswerAsync([.. add, "--allow-older"]);

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error FOTA3026: ", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal("0.9.0", added.GetProperty("version").GetString());
    }

    [Fact]
    public async Task The_last_build_is_promoted()
    {
        _package.CopyBuildsTo(_folder["builds"]);

        JsonElement promoted = await AnswerAsync("bases", "promote", _folder["builds"]);

        Assert.Equal("release", promoted.GetProperty("kind").GetString());
        Assert.Equal(["1.2.0"], Versions(await AnswerAsync("bases", "list", _folder["builds"])));
    }

    [Fact]
    public async Task A_removed_release_is_gone_and_the_others_are_not()
    {
        JsonElement removed = await AnswerAsync("bases", "remove", "1.0.0", Archive);

        Assert.Equal("1.0.0", Assert.Single(removed.GetProperty("removed").EnumerateArray()).GetString());
        Assert.Equal(["1.1.0"], Versions(await AnswerAsync("bases", "list", Archive)));
    }

    [Fact]
    public async Task Prune_keeps_the_newest()
    {
        JsonElement pruned = await AnswerAsync("bases", "prune", Archive, "--keep", "1");
        JsonElement again = await AnswerAsync("bases", "prune", Archive, "--keep", "1");

        Assert.Equal("1.0.0", Assert.Single(pruned.GetProperty("removed").EnumerateArray()).GetString());
        Assert.Empty(again.GetProperty("removed").EnumerateArray());
        Assert.Equal(["1.1.0"], Versions(await AnswerAsync("bases", "list", Archive)));
    }

    [Fact]
    public async Task Verify_names_the_image_that_is_damaged()
    {
        string image = Directory.EnumerateFiles(Archive, "*", SearchOption.AllDirectories)
            .First(each => new FileInfo(each).Length == 24 * 1024);
        byte[] content = await File.ReadAllBytesAsync(image, Cancellation);
        content[5000] ^= 1;
        File.SetAttributes(image, FileAttributes.Normal);
        await File.WriteAllBytesAsync(image, content, Cancellation);

        BufferedCommandResult text = await _fota.RunAsync("bases", "verify", Archive);
        BufferedCommandResult json = await _fota.RunAsync("bases", "verify", Archive, "--json");

        Assert.Equal((3, 3), (text.ExitCode, json.ExitCode));
        Assert.Contains("FOTA3022", text.StandardError, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(image), text.StandardError, StringComparison.Ordinal);
        JsonElement faults = JsonDocument.Parse(json.StandardOutput).RootElement.GetProperty("faults");
        Assert.Equal("FOTA3022", Assert.Single(faults.EnumerateArray()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("bases list nowhere", 2, "FOTA7020")]
    [InlineData("bases show 9.9.9 archive", 2, "FOTA3025")]
    [InlineData("bases show one archive", 2, "FOTA3002")]
    [InlineData("bases show 1.0.0 archive --out archive/archive.json", 1, "FOTA7003")]
    [InlineData("bases show 9.9.9 archive --out new.bin", 2, "FOTA3025")]
    [InlineData("bases add no-such.bin archive --version 3.0.0", 4, "FOTA3005")]
    [InlineData("bases add empty.bin archive --version 3.0.0", 3, "FOTA3006")]
    [InlineData("bases add empty.bin archive", 2, "FOTA7001")]
    [InlineData("bases add empty.bin archive --version latest", 2, "FOTA3002")]
    [InlineData("bases remove 9.9.9 archive", 2, "FOTA3025")]
    [InlineData("bases remove", 2, "FOTA7001")]
    [InlineData("bases promote archive", 2, "FOTA3025")]
    [InlineData("bases promote archive --build Debug", 2, "FOTA3025")]
    [InlineData("bases prune archive", 2, "FOTA7001")]
    [InlineData("bases prune archive --keep 0", 2, "FOTA7001")]
    [InlineData("bases prune archive --keep all", 2, "FOTA7001")]
    [InlineData("bases verify nowhere", 2, "FOTA7020")]
    [InlineData("bases lsit archive", 2, "FOTA7001")]
    public async Task Bad_input_is_refused_with_its_code_and_changes_nothing(string line, int exitCode, string code)
    {
        _folder.Write("empty.bin", []);
        string[] before = Snapshot();

        BufferedCommandResult result = await _fota.Prepare(line.Split(' ')).WithWorkingDirectory(_folder.Path).ExecuteBufferedAsync(Cancellation);

        Assert.StartsWith($"error {code}: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(before, Snapshot());
    }

    private static IEnumerable<string?> Versions(JsonElement list) =>
        list.GetProperty("releases").EnumerateArray().Select(each => each.GetProperty("version").GetString()).Order(StringComparer.Ordinal);

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await _fota.RunAsync([.. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }

    // A lock's file may come and go.
    private string[] Snapshot() =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(each => !each.EndsWith("lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(each => $"{each} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(each)))}"),
    ];
}
