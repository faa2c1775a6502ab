using System.Security.Cryptography;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Fota.Tool.Tests;

/// <summary><c>fota verify</c>, <c>fota sign --request</c> and <c>--attach</c> on packages.</summary>
[Slow]
public sealed class PackageCommandsTests(InstalledTool fota, ReleasedPackage package) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_package_is_verified_with_its_patches_applied()
    {
        BufferedCommandResult result = await fota.RunAsync("verify", package.Folder, "--key", package.PublicKey, "--archive", package.Archive, "--json");

        JsonElement answer = JsonDocument.Parse(result.StandardOutput).RootElement;
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal("1.2.0", answer.GetProperty("version").GetString());
        Assert.Contains("update.from-1.0.0.diff", answer.GetProperty("checked").EnumerateArray().Select(each => each.GetString()));
        Assert.Empty(answer.GetProperty("faults").EnumerateArray());
    }

    [Theory]
    [InlineData("update.json")]
    [InlineData("update.json.sig", 1)]
    [InlineData("update.bin")]
    [InlineData("update.sig", 1)]
    [InlineData("update.full.fota")]
    [InlineData("update.diff")]
    [InlineData("update.fota")]
    [InlineData("update.from-1.0.0.diff")]
    [InlineData("update.from-1.0.0.fota")]
    public async Task Each_damaged_or_missing_file_is_named(string file, int exitCode = 3)
    {
        package.CopyTo(_folder["p"]);
        string path = Path.Combine(_folder["p"], file);
        byte[] content = await File.ReadAllBytesAsync(path, Cancellation);
        content[^2] ^= 1;
        await File.WriteAllBytesAsync(path, content, Cancellation);

        BufferedCommandResult damaged = await fota.RunAsync("verify", _folder["p"], "--key", package.PublicKey);
        File.Delete(path);
        BufferedCommandResult missing = await fota.RunAsync("verify", _folder["p"], "--key", package.PublicKey, "--json");

        Assert.Equal((exitCode, 3), (damaged.ExitCode, missing.ExitCode));
        Assert.Contains(file, damaged.StandardError, StringComparison.Ordinal);
        Assert.Matches(@"error FOTA[0-9]{4}: ", damaged.StandardError);
        JsonElement fault = JsonDocument.Parse(missing.StandardOutput).RootElement.GetProperty("faults").EnumerateArray().First();
        Assert.Equal(("FOTA3070", file), (fault.GetProperty("code").GetString(), fault.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task A_package_of_another_key_is_refused()
    {
        BufferedCommandResult result = await fota.RunAsync("verify", package.Folder, "--key", package.OtherPublicKey);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FOTA3041", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_waits_for_its_signatures_is_not_whole()
    {
        BufferedCommandResult result = await fota.RunAsync("verify", package.Incomplete, "--key", package.PublicKey);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FOTA3042", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_a_request_sees_what_it_is_for_first()
    {
        package.CopyIncompleteTo(_folder["p"]);
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(package["update.bin"], Cancellation)));

        BufferedCommandResult signed = await fota.RunAsync(
            "sign", "--request", Path.Combine(_folder["p"], "update.tbs.json"), "--key", package.PrivateKey, "--out", _folder["signed"]);

        Assert.Equal(0, signed.ExitCode);
        Assert.StartsWith($"note: signs {ReleasedPackage.ProductName} 1.2.0 with rsa-pkcs1-sha256 by ", signed.StandardError, StringComparison.Ordinal);
        Assert.Contains($"{digest}  update.bin", signed.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_signed_on_another_machine_equals_one_that_was_signed_at_once()
    {
        package.CopyIncompleteTo(_folder["p"]);
        File.Copy(Path.Combine(package.Incomplete, "update.tbs.json"), _folder["update.tbs.json"]);

        BufferedCommandResult sign = await fota.RunAsync(
            "sign", "--request", _folder["update.tbs.json"], "--key", package.PrivateKey, "--out", _folder["signed"], "--json");
        BufferedCommandResult attach = await fota.RunAsync(
            "sign", "--attach", _folder["p"], "--signatures", _folder["signed"], "--public", package.PublicKey, "--json");

        Assert.Equal((0, 0), (sign.ExitCode, attach.ExitCode));
        Assert.NotEmpty(JsonDocument.Parse(sign.StandardOutput).RootElement.GetProperty("signatures").EnumerateArray());
        Assert.Equal("1.2.0", JsonDocument.Parse(attach.StandardOutput).RootElement.GetProperty("version").GetString());
        await AssertSameAsSignedAtOnceAsync();
    }

    [Fact]
    public async Task A_package_is_completed_in_its_folder()
    {
        package.CopyIncompleteTo(_folder["p"]);

        BufferedCommandResult attach = await fota.RunAsync("sign", "--attach", _folder["p"], "--key", package.PrivateKey);

        Assert.Equal((0, ""), (attach.ExitCode, attach.StandardError));
        await AssertSameAsSignedAtOnceAsync();
    }

    [Theory]
    [InlineData("sign --request update.bin --key KEY --out signed")]
    [InlineData("sign --request no-such.json --key KEY --out signed")]
    [InlineData("sign --request p/update.tbs.json --key OTHER --out signed")]
    [InlineData("sign --request p/update.tbs.json --key KEY")]
    [InlineData("sign --request p/update.tbs.json --key no-such.key --out signed")]
    [InlineData("sign --attach no-such-folder --key KEY")]
    [InlineData("sign --attach p --key OTHER")]
    [InlineData("sign --attach p")]
    [InlineData("sign --attach p --signatures no-such-folder --public PUB")]
    [InlineData("sign --attach p --signatures wrong --public PUB")]
    [InlineData("sign update.bin --attach p --key KEY")]
    public async Task What_cannot_be_signed_is_refused_with_a_code_and_changes_nothing(string line)
    {
        package.CopyIncompleteTo(_folder["p"]);
        File.Copy(package["update.bin"], _folder["update.bin"]);
        Directory.CreateDirectory(_folder["wrong"]);
        var request = Fota.Signing.SigningRequest.Read(Path.Combine(package.Incomplete, "update.tbs.json"));
        foreach (string name in request.Entries.Select(entry => entry.SignatureFile))
            _folder.Write(Path.Combine("wrong", name), new byte[256]);
        string[] arguments = [.. line.Split(' ').Select(Key)];
        string[] before = Snapshot();

        BufferedCommandResult result = await fota.Prepare(arguments).WithWorkingDirectory(_folder.Path).ExecuteBufferedAsync(Cancellation);

        Assert.Matches(@"^error FOTA[237][0-9]{3}: ", result.StandardError);
        Assert.InRange(result.ExitCode, 1, 4);
        Assert.Empty(result.StandardOutput);
        Assert.Equal(before, Snapshot());
    }

    private string Key(string word) => word switch
    {
        "KEY" => package.PrivateKey,
        "OTHER" => package.OtherPrivateKey,
        "PUB" => package.PublicKey,
        _ => word,
    };

    private async Task AssertSameAsSignedAtOnceAsync()
    {
        foreach (string file in Directory.EnumerateFiles(package.Folder, "update.*").Select(each => Path.GetFileName(each)))
        {
            byte[] expected = await File.ReadAllBytesAsync(package[file], Cancellation);
            byte[] completed = await File.ReadAllBytesAsync(Path.Combine(_folder["p"], file), Cancellation);
            Assert.True(expected.AsSpan().SequenceEqual(completed), file);
        }

        BufferedCommandResult verified = await fota.RunAsync("verify", _folder["p"], "--key", package.PublicKey, "--archive", package.Archive);
        Assert.Equal((0, ""), (verified.ExitCode, verified.StandardError));
    }

    private string[] Snapshot() =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(each => !each.EndsWith("lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(each => $"{each} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(each)))}"),
    ];
}
