using System.Security.Cryptography;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota emulate</c>: QEMU runs the update. The images stand in for firmware of other hardware.</summary>
[Slow]
public sealed class EmulateTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_device_installs_the_patch_and_runs_the_new_version()
    {
        JsonElement answer = await AnswerAsync(0, package.ImageOf("1.1.0"), "update.fota", package.PublicKey);

        Assert.Equal("updated", answer.GetProperty("outcome").GetString());
        Assert.Equal(["1.1.0", "1.2.0"], answer.GetProperty("versions").EnumerateArray().Select(each => each.GetString()));
        string expected = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(package["update.bin"], Cancellation)));
        Assert.Equal(expected, answer.GetProperty("finalImage").GetString(), ignoreCase: true);
        Assert.True(answer.GetProperty("instructionsByPhase").GetProperty("patch").GetInt64() > 0);
    }

    [Fact]
    public async Task A_device_that_trusts_another_key_refuses_and_keeps_its_version()
    {
        JsonElement answer = await AnswerAsync(1, package.ImageOf("1.1.0"), "update.fota", package.OtherPublicKey);

        Assert.Equal("refused", answer.GetProperty("outcome").GetString());
        Assert.All(answer.GetProperty("versions").EnumerateArray(), each => Assert.Equal("1.1.0", each.GetString()));
    }

    [Fact]
    public async Task A_device_that_runs_another_base_refuses()
    {
        JsonElement answer = await AnswerAsync(1, package.ImageOf("1.1.0"), "update.from-1.0.0.fota", package.PublicKey);

        Assert.Equal("refused", answer.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_device_is_named_and_its_figures_are_changed()
    {
        JsonElement answer = await AnswerAsync(0, package.ImageOf("1.1.0"), "update.fota", package.PublicKey, "--device", "xdot", "--ram", "20KB", "--program-unit", "16", "--erase-value", "0xFF");

        Assert.Equal("updated", answer.GetProperty("outcome").GetString());
        Assert.Equal(20 * 1024, answer.GetProperty("ram").GetProperty("device").GetInt32());
        Assert.Equal(256 * 1024, answer.GetProperty("flash").GetProperty("device").GetInt32());
    }

    [Theory]
    [InlineData("BASE UPDATE", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --certs certs.h", 2, "FOTA7001")]
    [InlineData("BASE no-such.fota --key KEY", 4, "FOTA7002")]
    [InlineData("BASE UPDATE --key BASE", 3, "FOTA2002")]
    [InlineData("BASE UPDATE --key KEY --ram much", 2, "FOTA3004")]
    [InlineData("BASE UPDATE --key KEY --mbedtls .", 4, "FOTA5")]
    [InlineData("BASE UPDATE --key KEY --cpu z80", 2, "FOTA5")]
    [InlineData("BASE UPDATE --key KEY --device z80", 2, "FOTA5004")]
    [InlineData("BASE UPDATE --key KEY --program-unit 3 --mbedtls MBEDTLS", 2, "FOTA5004")]
    [InlineData("BASE UPDATE --key KEY --erase-value white", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --slots 3", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --cut once", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --cut 0", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --cut random:", 2, "FOTA7001")]
    [InlineData("BASE UPDATE --key KEY --slots 1", 2, "FOTA7026")]
    [InlineData("nowhere", 2, "FOTA7020")]
    public async Task Bad_input_is_refused_with_its_code_and_nothing_is_written(string line, int exitCode, string code)
    {
        string[] arguments = [.. line.Split(' ').Select(Named)];

        BufferedCommandResult result = await fota.Prepare(["emulate", .. arguments]).WithWorkingDirectory(_folder.Path)
            .ExecuteBufferedAsync(Cancellation);

        Assert.StartsWith($"error {code}", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.StandardOutput);
        Assert.Empty(_folder.Files);
    }

    private string Named(string word) => word switch
    {
        "BASE" => package.ImageOf("1.1.0"),
        "UPDATE" => package["update.fota"],
        "KEY" => package.PublicKey,
        "MBEDTLS" => Repository.MbedTls,
        _ => word,
    };

    private async Task<JsonElement> AnswerAsync(int exitCode, string image, string update, string key, params string[] more)
    {
        BufferedCommandResult result = await fota.RunAsync(
            ["emulate", image, package[update], "--key", key, "--mbedtls", Repository.MbedTls, "--json", .. more]);
        Assert.True(result.ExitCode == exitCode, result.StandardError);
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }
}
