using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota keygen</c>, <c>certs</c>, <c>sign</c> and <c>verify</c>, with openssl as the judge.</summary>
[Slow]
public sealed class KeyCommandsTests(InstalledTool fota) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signature_made_with_a_new_key_is_accepted_by_openssl_and_equals_its_own()
    {
        string image = _folder.Write("image.bin", "firmware"u8);

        BufferedCommandResult keygen = await fota.RunAsync("keygen", _folder["keys"], "--bits", "2048");
        BufferedCommandResult sign = await fota.RunAsync("sign", image, "--key", _folder["keys/update.key"], "--out", _folder["image.sig"]);
        string judge = await OpenSsl.RunAsync(
            "dgst", "-sha256", "-verify", _folder["keys/update.pub"], "-signature", _folder["image.sig"], image);
        await OpenSsl.RunAsync("dgst", "-sha256", "-sign", _folder["keys/update.key"], "-out", _folder["openssl.sig"], image);

        Assert.Equal((0, 0), (keygen.ExitCode, sign.ExitCode));
        Assert.Equal("Verified OK", judge.Trim());
        Assert.Equal(await File.ReadAllBytesAsync(_folder["openssl.sig"], Cancellation), await File.ReadAllBytesAsync(_folder["image.sig"], Cancellation));
    }

    [Fact]
    public async Task A_key_is_never_overwritten()
    {
        await fota.RunAsync("keygen", _folder["keys"], "--p256");
        byte[] first = await File.ReadAllBytesAsync(_folder["keys/update.key"], Cancellation);

        BufferedCommandResult second = await fota.RunAsync("keygen", _folder["keys"], "--p256");

        Assert.Equal(1, second.ExitCode);
        Assert.StartsWith("error FOTA2014: ", second.StandardError, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllBytesAsync(_folder["keys/update.key"], Cancellation));
    }

    [Fact]
    public async Task An_encrypted_key_signs_with_the_password_of_a_variable_and_of_a_file_and_not_without()
    {
        string image = _folder.Write("image.bin", "firmware"u8), password = _folder.Write("password", "correct horse\n"u8);
        Command keygen = fota.Prepare("keygen", _folder["keys"], "--p256", "--password-env", "SECRET")
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["SECRET"] = "correct horse" });
        string[] sign = ["sign", image, "--key", _folder["keys/update.key"], "--out", _folder["image.sig"]];

        CommandResult made = await keygen.ExecuteAsync(Cancellation);
        BufferedCommandResult without = await fota.RunAsync(sign);
        BufferedCommandResult with = await fota.RunAsync([.. sign, "--password-file", password]);

        Assert.Equal(0, made.ExitCode);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", await File.ReadAllTextAsync(_folder["keys/update.key"], Cancellation), StringComparison.Ordinal);
        Assert.Equal(2, without.ExitCode);
        Assert.StartsWith("error FOTA2006: ", without.StandardError, StringComparison.Ordinal);
        Assert.Equal((0, ""), (with.ExitCode, with.StandardError));
    }

    [Fact]
    public async Task Verify_accepts_what_sign_made_and_refuses_a_changed_image()
    {
        string image = _folder.Write("image.bin", "firmware"u8), changed = _folder.Write("changed.bin", "firmwara"u8);
        await fota.RunAsync("keygen", _folder["keys"], "--p256");
        await fota.RunAsync("sign", image, "--key", _folder["keys/update.key"], "--out", _folder["image.sig"]);
        string[] with = ["--key", _folder["keys/update.pub"], "--signature", _folder["image.sig"]];

        BufferedCommandResult good = await fota.RunAsync(["verify", image, .. with, "--json"]);
        BufferedCommandResult bad = await fota.RunAsync(["verify", changed, .. with]);

        Assert.Equal(0, good.ExitCode);
        Assert.Equal("ecdsa-p256-sha256", JsonDocument.Parse(good.StandardOutput).RootElement.GetProperty("algorithm").GetString());
        Assert.Equal(1, bad.ExitCode);
        Assert.StartsWith("error FOTA2018: ", bad.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certs_writes_the_modulus_that_openssl_prints()
    {
        await fota.RunAsync("keygen", _folder["keys"], "--bits", "2048");

        BufferedCommandResult certs = await fota.RunAsync("certs", _folder["keys/update.pub"], "--out", _folder["update_certs.h"]);
        string modulus = await OpenSsl.ModulusAsync(_folder["keys/update.pub"]);

        Assert.Equal(0, certs.ExitCode);
        Assert.Contains(
            $"#define UPDATE_CERT_MODULUS \"{modulus}\"",
            await File.ReadAllTextAsync(_folder["update_certs.h"], Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keygen keys --bits 1024", 2, "FOTA7001")]
    [InlineData("keygen keys --bits many", 2, "FOTA7001")]
    [InlineData("keygen keys --bits 2048 --p256", 2, "FOTA7001")]
    [InlineData("keygen keys --password-env FOTA_NO_SUCH_VARIABLE", 4, "FOTA2008")]
    [InlineData("keygen keys --password-env A --password-file b", 2, "FOTA7001")]
    [InlineData("keygen image.bin", 4, "FOTA2015")]
    [InlineData("sign image.bin --key image.bin --out x.sig", 3, "FOTA2002")]
    [InlineData("sign image.bin --key no-such.key --out x.sig", 4, "FOTA2001")]
    [InlineData("sign no-such.bin --key image.bin --out x.sig", 4, "FOTA7002")]
    [InlineData("sign image.bin --key image.bin --out image.bin", 1, "FOTA7003")]
    [InlineData("sign image.bin --key image.bin --out x.sig --algorithm md5", 2, "FOTA7001")]
    [InlineData("sign image.bin", 2, "FOTA7001")]
    [InlineData("verify image.bin --key image.bin --signature image.bin", 3, "FOTA2002")]
    [InlineData("certs image.bin --out x.h", 3, "FOTA2002")]
    [InlineData("certs", 2, "FOTA7001")]
    public async Task Bad_input_is_refused_with_its_code_and_nothing_is_written(string line, int exitCode, string code)
    {
        _folder.Write("image.bin", "this is no key"u8);

        BufferedCommandResult result = await fota.Prepare(line.Split(' ')).WithWorkingDirectory(_folder.Path)
            .ExecuteBufferedAsync(Cancellation);

        Assert.StartsWith($"error {code}: ", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(["image.bin"], _folder.Files);
    }
}
