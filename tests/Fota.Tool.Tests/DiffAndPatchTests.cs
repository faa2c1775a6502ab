using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota diff</c> and <c>fota patch</c>.</summary>
[Slow]
public sealed class DiffAndPatchTests(InstalledTool fota) : IDisposable
{
    private static readonly byte[] s_old = [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * i >> 5))];
    private static readonly byte[] s_new = [.. s_old[..9000], 0xA7, .. "changed"u8, 0xA7, .. s_old[9100..]];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jojodiff-0.8.5")]
    [InlineData("jojodiff-0.8.1")]
    [InlineData("compact")]
    public async Task A_patch_gives_the_new_image_back(string format)
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new);

        BufferedCommandResult diff = await fota.RunAsync("diff", oldFile, newFile, _folder["p.diff"], "--format", format);
        BufferedCommandResult patch = await fota.RunAsync("patch", oldFile, _folder["p.diff"], _folder["result.bin"], "--format", format);

        Assert.Equal((0, ""), (diff.ExitCode, diff.StandardError));
        Assert.Equal((0, ""), (patch.ExitCode, patch.StandardError));
        Assert.Equal(s_new, await File.ReadAllBytesAsync(_folder["result.bin"], Cancellation));
        Assert.Equal(["new.bin", "old.bin", "p.diff", "result.bin"], _folder.Files);
    }

    [Fact]
    public async Task The_answer_as_json_has_sizes_and_digests()
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new);

        BufferedCommandResult diff = await fota.RunAsync("diff", oldFile, newFile, _folder["p.diff"], "--json");

        JsonElement answer = JsonDocument.Parse(diff.StandardOutput).RootElement;
        byte[] patch = await File.ReadAllBytesAsync(_folder["p.diff"], Cancellation);
        Assert.Equal(patch.Length, answer.GetProperty("patch").GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(s_new)), answer.GetProperty("new").GetProperty("sha256").GetString());
        Assert.Equal("jojodiff-0.8.5", answer.GetProperty("format").GetString());
        Assert.Equal(Math.Round(100.0 * patch.Length / s_new.Length, 2), answer.GetProperty("percentOfNew").GetDouble());
    }

    [Fact]
    public async Task A_compact_patch_is_known_by_its_header_and_other_decoders_refuse_it()
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new);
        await fota.RunAsync("diff", oldFile, newFile, _folder["p.diff"], "--format", "compact", "--memory", "2KB", "--segment", "4KB");

        BufferedCommandResult patch = await fota.RunAsync("patch", oldFile, _folder["p.diff"], _folder["result.bin"]);
        BufferedCommandResult other = await fota.RunAsync("patch", oldFile, _folder["p.diff"], _folder["other.bin"], "--format", "jojodiff-0.8.1");
        BufferedCommandResult inspect = await fota.RunAsync("inspect", _folder["p.diff"], "--json");

        Assert.Equal((0, ""), (patch.ExitCode, patch.StandardError));
        Assert.Equal(s_new, await File.ReadAllBytesAsync(_folder["result.bin"], Cancellation));
        Assert.NotEqual(0, other.ExitCode);
        Assert.False(File.Exists(_folder["other.bin"]));
        JsonElement report = JsonDocument.Parse(inspect.StandardOutput).RootElement;
        Assert.Equal("compact", report.GetProperty("format").GetString());
        Assert.Equal(s_new.Length, report.GetProperty("targetSize").GetInt32());
        Assert.InRange(report.GetProperty("decoderMemory").GetInt32(), 1500, 2048);
        Assert.Equal(["HEADER 1", "MAP 0", "SEGMENT 5"], report.GetProperty("totals").EnumerateArray().Select(each => $"{each.GetProperty("operation").GetString()} {each.GetProperty("count").GetInt32()}"));
    }

    [Theory]
    [InlineData("--memory", "1000", "--memory has 1,000 bytes", "compact")]
    [InlineData("--segment", "5000", "which is no power of 2", "compact")]
    [InlineData("--memory", "4KB", "are for compact patches", "jojodiff-0.8.5")]
    public async Task A_setting_that_cannot_be_is_refused(string option, string value, string message, string format)
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new);

        BufferedCommandResult diff = await fota.RunAsync("diff", oldFile, newFile, _folder["p.diff"], "--format", format, option, value);

        Assert.NotEqual(0, diff.ExitCode);
        Assert.Contains(message, diff.StandardError, StringComparison.Ordinal);
        Assert.Equal(["new.bin", "old.bin"], _folder.Files);
    }

    [Fact]
    public async Task Patches_and_images_go_through_pipes()
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new);
        using var result = new MemoryStream();

        Command pipe = fota.Prepare("diff", oldFile, newFile, "-") | fota.Prepare("patch", oldFile, "-", "-") | result;
        await pipe.ExecuteAsync(Cancellation);

        Assert.Equal(s_new, result.ToArray());
        Assert.Equal(["new.bin", "old.bin"], _folder.Files);
    }

    [Fact]
    public async Task An_existing_file_is_only_replaced_with_force()
    {
        string oldFile = _folder.Write("old.bin", s_old), newFile = _folder.Write("new.bin", s_new), patch = _folder.Write("p.diff", "precious"u8);

        BufferedCommandResult refused = await fota.RunAsync("diff", oldFile, newFile, patch);
        byte[] kept = await File.ReadAllBytesAsync(patch, Cancellation);
        BufferedCommandResult replaced = await fota.RunAsync("diff", oldFile, newFile, patch, "--force");

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error FOTA7003: ", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal("precious"u8.ToArray(), kept);
        Assert.Equal(0, replaced.ExitCode);
        Assert.NotEqual(kept, await File.ReadAllBytesAsync(patch, Cancellation));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        string oldFile = _folder.Write("old.bin", s_old);

        BufferedCommandResult result = await fota.RunAsync("diff", oldFile, oldFile, Path.Combine(_folder["nowhere"], "p.diff"));

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("error FOTA7004: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("nowhere", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_patch_is_refused_and_nothing_is_written()
    {
        string oldFile = _folder.Write("old.bin", s_old), patch = _folder.Write("p.diff", [0xA7, 0xA3, 0xFD, 0x01]);

        BufferedCommandResult result = await fota.RunAsync("patch", oldFile, patch, _folder["new.bin"]);

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("error FOTA1003: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(["old.bin", "p.diff"], _folder.Files);
    }

    [Fact]
    public async Task A_result_with_another_digest_is_refused_and_nothing_is_written()
    {
        string oldFile = _folder.Write("old.bin", s_old), patch = _folder.Write("p.diff", [0xA7, 0xA3, 0x09]);

        BufferedCommandResult result = await fota.RunAsync("patch", oldFile, patch, _folder["new.bin"], "--sha256", new string('0', 64));

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("error FOTA7006: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(["old.bin", "p.diff"], _folder.Files);
    }

    [Fact]
    public async Task Two_files_cannot_both_be_standard_input()
    {
        BufferedCommandResult result = await fota.RunAsync("diff", "-", "-", _folder["p.diff"]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error FOTA7001: ", result.StandardError, StringComparison.Ordinal);
    }
}
