using System.Security.Cryptography;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota inspect</c> on each file of an update.</summary>
[Slow]
public sealed class InspectTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("update.json")]
    public async Task A_package_shows_who_would_be_sent_what(string file)
    {
        JsonElement answer = await AnswerAsync(package[file]);

        Assert.Equal(ReleasedPackage.ProductName, answer.GetProperty("product").GetString());
        Assert.Equal("1.2.0", answer.GetProperty("version").GetString());
        Assert.Equal(
            ["1.1.0 patch update.fota", "1.0.0 patch update.from-1.0.0.fota", "* fullImage update.full.fota", "1.2.0 none "],
            answer.GetProperty("offers").EnumerateArray().Select(each =>
                $"{(each.TryGetProperty("from", out JsonElement from) ? from.GetString() : "*")} {each.GetProperty("kind").GetString()} {(each.TryGetProperty("file", out JsonElement name) ? name.GetString() : "")}"));
    }

    [Fact]
    public async Task Sizes_are_those_of_the_files_that_are_sent()
    {
        JsonElement answer = await AnswerAsync(package[""]);
        JsonElement patch = await AnswerAsync(package["update.fota"]);

        Assert.All(
            answer.GetProperty("offers").EnumerateArray().Where(each => each.TryGetProperty("file", out _)),
            each => Assert.Equal(new FileInfo(package[each.GetProperty("file").GetString()!]).Length, each.GetProperty("download").GetInt64()));
        Assert.Equal(new FileInfo(package["update.diff"]).Length, answer.GetProperty("offers")[0].GetProperty("size").GetInt64());
        Assert.Equal(new FileInfo(package["update.fota"]).Length, patch.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task A_device_file_shows_what_it_is_from_and_to()
    {
        JsonElement patch = await AnswerAsync(package["update.fota"]);
        JsonElement full = await AnswerAsync(package["update.full.fota"]);

        Assert.Equal(DigestOf("1.1.0"), patch.GetProperty("base").GetProperty("sha256").GetString());
        Assert.Equal(DigestOf("1.2.0"), patch.GetProperty("new").GetProperty("sha256").GetString());
        Assert.Equal(new FileInfo(package["update.diff"]).Length, patch.GetProperty("patch").GetProperty("size").GetInt64());
        Assert.False(full.TryGetProperty("base", out _));
        Assert.Equal(DigestOf("1.2.0"), full.GetProperty("new").GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task A_wrapped_image_shows_header_and_TLVs()
    {
        byte[] image = Release.Tests.Support.WrappedImages.Mcuboot(1, 4, 0, counter: 3);
        _folder.Write("zephyr.signed.bin", image);
        JsonElement wrapper = (await AnswerAsync(_folder["zephyr.signed.bin"])).GetProperty("wrapper");
        BufferedCommandResult drawn = await fota.RunAsync("inspect", _folder["zephyr.signed.bin"]);
        _folder.Write("damaged.bin", image.AsSpan(0, image.Length - 1));
        BufferedCommandResult damaged = await fota.RunAsync("inspect", _folder["damaged.bin"]);

        Assert.Equal(("MCUboot", "1.4.0+7", 3), (wrapper.GetProperty("format").GetString(), wrapper.GetProperty("version").GetString(), wrapper.GetProperty("securityCounter").GetInt32()));
        Assert.Contains(wrapper.GetProperty("facts").EnumerateArray(), fact => fact.GetProperty("name").GetString() == "TLV 0x0010 SHA-256");
        Assert.Contains("MCUboot: 1.4.0+7, security counter 3", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("TLV 0x0050 security counter, protected: 3", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(3, damaged.ExitCode);
        Assert.StartsWith("error FOTA3018", damaged.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_shows_its_version()
    {
        JsonElement answer = await AnswerAsync(package["update.bin"]);

        Assert.Equal("image", answer.GetProperty("kind").GetString());
        Assert.StartsWith("1.2.0", answer.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal(DigestOf("1.2.0"), answer.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task The_operations_of_a_patch_add_up_to_its_size()
    {
        JsonElement without = await AnswerAsync(package["update.diff"]);
        JsonElement answer = await AnswerAsync(package["update.diff"], "--operations");

        long size = new FileInfo(package["update.diff"]).Length;
        Assert.False(without.TryGetProperty("operations", out _));
        Assert.Equal(24 * 1024, answer.GetProperty("targetSize").GetInt64());
        Assert.Equal(size, answer.GetProperty("operations").EnumerateArray().Sum(each => each.GetProperty("encodedSize").GetInt64()));
        Assert.Equal(size, answer.GetProperty("totals").EnumerateArray().Sum(each => each.GetProperty("encodedSize").GetInt64()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("update.json")]
    [InlineData("update.bin")]
    [InlineData("update.fota")]
    [InlineData("update.full.fota")]
    [InlineData("update.diff")]
    public async Task Each_kind_is_drawn_for_people(string file)
    {
        BufferedCommandResult result = await fota.RunAsync("inspect", package[file], "--operations");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.NotEmpty(result.StandardOutput);
        Assert.DoesNotContain('\u001b', result.StandardOutput);
    }

    [Fact]
    public async Task Standard_input_is_inspected()
    {
        Command pipe = PipeSource.FromFile(package["update.fota"]) | fota.Prepare("inspect", "-", "--json");

        BufferedCommandResult result = await pipe.ExecuteBufferedAsync(Cancellation);

        Assert.Equal("container", JsonDocument.Parse(result.StandardOutput).RootElement.GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("no-such.bin", 4, "FOTA7002")]
    [InlineData("empty-folder", 2, "FOTA3075")]
    [InlineData("program.elf", 2, "FOTA3014")]
    [InlineData("broken.json", 3, "FOTA3050")]
    [InlineData("other.json", 3, "FOTA3052")]
    [InlineData("cut.fota", 3, "FOTA3060")]
    [InlineData("cut.diff", 3, "FOTA1003")]
    public async Task What_is_damaged_or_of_another_kind_is_refused_with_its_code(string file, int exitCode, string code)
    {
        Directory.CreateDirectory(_folder["empty-folder"]);
        _folder.Write("program.elf", [0x7F, .. "ELF"u8, .. new byte[100]]);
        _folder.Write("broken.json", "{ \"product\": "u8);
        _folder.Write("other.json", "{ \"schema\": 1 }"u8);
        _folder.Write("cut.fota", (await File.ReadAllBytesAsync(package["update.fota"], Cancellation)).AsSpan(..90));
        _folder.Write("cut.diff", [0xA7, 0xA3, 0xFD, 0x01]);

        BufferedCommandResult result = await fota.RunAsync("inspect", _folder[file]);

        Assert.StartsWith($"error {code}: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.StandardOutput);
    }

    private string DigestOf(string version) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package.ImageOf(version))));

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        BufferedCommandResult result = await fota.RunAsync(["inspect", .. arguments, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
