using System.IO.Compression;
using System.Text;

namespace Fota.EndToEnd;

/// <summary>Ways to sign a build, and that none of them tells its secrets.</summary>
public sealed class SigningTests(PackedFeed feed)
{
    private const string PasswordVariable = "FOTA_TEST_KEY_PASSWORD";
    private const string Password = "correct-horse-battery-7913";
    private const string PinVariable = "FOTA_TEST_TOKEN_PIN";

    private static readonly string s_tokenKey = SoftHsm.Uri("object=update%20key", "fota");

    [Fact]
    public async Task Encrypted_key_signs_with_the_password_from_the_variable_that_is_named()
    {
        using FirmwareProject project = await WithEncryptedKey();

        (await project.Build("-p:FotaSigningKeyPasswordVariable=" + PasswordVariable)).ShouldSucceed().ShouldNotWarn();

        await ShouldVerify(project);
    }

    [Fact]
    public async Task Wrong_password_and_none_are_told_apart()
    {
        using FirmwareProject project = await WithEncryptedKey();

        (await project.Build()).ShouldFailWith("FOTA2006", "update.key");
        project.Environment[PasswordVariable] = "wrong";
        (await project.Build("-p:FotaSigningKeyPasswordVariable=" + PasswordVariable)).ShouldFailWith("FOTA2007", "update.key");
        project.Environment[PasswordVariable] = null;
        (await project.Build("-p:FotaSigningKeyPasswordVariable=" + PasswordVariable)).ShouldFailWith("FOTA2008", "environment variable");
    }

    [Fact]
    public async Task External_program_signs_without_a_private_key_in_the_project()
    {
        using FirmwareProject project = WithSigningProgram("openssl pkeyutl -sign -inkey \"$KEY\" -pkeyopt digest:sha256");

        (await project.Build("-p:FotaSigningCommand=./sign.sh")).ShouldSucceed().ShouldNotWarn();

        await ShouldVerify(project);
    }

    [Fact]
    public async Task External_program_that_fails_is_an_error_with_its_exit_code()
    {
        using FirmwareProject project = WithSigningProgram("echo the token is locked >&2; exit 7");

        BuildResult result = await project.Build("-p:FotaSigningCommand=./sign.sh");

        Assert.Single(result.Errors);
        Assert.Contains("FOTA20", result.Output, StringComparison.Ordinal);
        Assert.Contains("the token is locked", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_signs_by_its_URI()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        using SoftHsm token = WithToken(project);

        (await project.Build("-p:FotaSigningKeyPasswordVariable=" + PinVariable)).ShouldSucceed().ShouldNotWarn();

        await ShouldVerify(project);
    }

    [Fact]
    public async Task Deferred_signing_leaves_a_request_and_the_gate_refuses_what_is_incomplete()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.Delete(project.PathOf("keys", "update.key"));

        (await project.Build("-p:FotaDeferSigning=true")).ShouldSucceed();

        Assert.True(File.Exists(project.Package("update.tbs.json")));
        Assert.False(File.Exists(project.Package("update.sig")));
        (await project.Build("-p:FotaDeferSigning=true", "-p:FotaRequireSignature=true")).ShouldFailWith("FOTA4006");
    }

    [Fact]
    public async Task Device_accepts_the_current_key_and_the_next_one()
    {
        using var project = new FirmwareProject(feed, Stage.Compiled);
        File.Copy(Path.Combine(feed.OtherKeys, "update.pub"), project.PathOf("keys", "next.pub"));

        (await project.Build("-p:FotaPublicKey=keys/update.pub%3Bkeys/next.pub")).ShouldSucceed().ShouldNotWarn();

        string header = File.ReadAllText(project.PathOf("obj", "Debug", "fota", "update_certs.h"));
        Assert.Contains("UPDATE_CERT_COUNT 2", header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_build_writes_contains_a_password_a_PIN_or_a_private_key()
    {
        using FirmwareProject project = await WithEncryptedKey();
        using SoftHsm token = CreateToken();
        project.Environment["SOFTHSM2_CONF"] = token.Configuration;
        project.Environment[PinVariable] = SoftHsm.Pin;
        var logs = new StringBuilder();

        logs.Append((await project.Build("-bl:key.binlog", "-v:diag", "-p:FotaSigningKeyPasswordVariable=" + PasswordVariable)).ShouldSucceed().Output);
        project.ChangeOneLine();
        string uri = s_tokenKey.Replace(";", "%3B", StringComparison.Ordinal);
        logs.Append((await project.Build(
            "-bl:pin.binlog", "-v:diag", "-p:FotaSigningKeyPasswordVariable=" + PinVariable, "-p:FotaSigningKey=" + uri)).ShouldSucceed().Output);
        project.Edit("src/shell.c", "blinky $ ", "$ blinky ");
        project.Environment[PasswordVariable] = "not-" + Password;
        logs.Append((await project.Build("-bl:wrong.binlog", "-v:diag", "-p:FotaSigningKeyPasswordVariable=" + PasswordVariable)).Output);

        string[] secrets =
        [
            Password, SoftHsm.Pin,
            .. File.ReadAllLines(Path.Combine(feed.Keys, "update.key")).Where(line => !line.StartsWith('-') && line.Length > 40),
        ];
        Assert.True(secrets.Length > 10);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, logs.ToString(), StringComparison.Ordinal));
        string[] written = Directory.GetFiles(project.Root, "*", SearchOption.AllDirectories);
        Assert.Equal(3, written.Count(file => file.EndsWith(".binlog", StringComparison.Ordinal)));
        foreach (string file in written)
        {
            byte[] content = Content(file);
            foreach (string secret in secrets)
                Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{file} contains a secret");
        }
    }

    /// <summary>A file's bytes, unpacked where it is a log or an archive.</summary>
    private static byte[] Content(string file)
    {
        if (!file.EndsWith(".binlog", StringComparison.Ordinal))
            return File.ReadAllBytes(file);
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static async Task ShouldVerify(FirmwareProject project)
    {
        string key = project.PathOf("keys", "update.pub");
        await OpenSsl.VerifyAsync(key, project.Package("update.sig"), project.Package("update.bin"));
        await OpenSsl.VerifyAsync(key, project.Package("update.json.sig"), project.Package("update.json"));
    }

    private async Task<FirmwareProject> WithEncryptedKey()
    {
        var project = new FirmwareProject(feed, Stage.Compiled);
        string key = project.PathOf("keys", "update.key");
        await OpenSsl.EncryptAsync(Path.Combine(feed.Keys, "update.key"), key, Password);
        project.Environment[PasswordVariable] = Password;
        return project;
    }

    private SoftHsm CreateToken()
    {
        var token = new SoftHsm("fota");
        token.Import(Path.Combine(feed.Keys, "update.key"), "update key", "a1");
        return token;
    }

    private SoftHsm WithToken(FirmwareProject project)
    {
        SoftHsm token = CreateToken();
        File.Delete(project.PathOf("keys", "update.key"));
        project.Environment["SOFTHSM2_CONF"] = token.Configuration;
        project.Environment[PinVariable] = SoftHsm.Pin;
        project.Edit("Blinky.csproj", "</Version>", $"</Version>\n    <FotaSigningKey>{s_tokenKey}</FotaSigningKey>");
        return token;
    }

    /// <summary>A program that gets the digest in hexadecimal digits in a variable, as scripts do.</summary>
    private FirmwareProject WithSigningProgram(string command)
    {
        var project = new FirmwareProject(feed, Stage.Compiled);
        File.Delete(project.PathOf("keys", "update.key"));
        string script = project.PathOf("sign.sh");
        File.WriteAllText(script, $"#!/bin/sh\nKEY={feed.Keys}/update.key\nprintf %s \"$FOTA_SIGN_DIGEST\" | xxd -r -p | {command}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return project;
    }
}
