using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Fota.Errors;

namespace Fota.Signing.Tests;

/// <summary>Real programs as signers: shell scripts around the real openssl, started without a shell by their interpreter line.</summary>
[Slow]
public sealed class CommandSignerTests : FolderTests
{
    /// <summary>Turns the digest of the environment into raw bytes.</summary>
    private const string ReadDigest = """printf "$(printf %s "$FOTA_SIGN_DIGEST" | sed 's/../\\x&/g')" """;

    private const string Pkcs1 = ReadDigest + """| openssl pkeyutl -sign -inkey "$1" -pkeyopt digest:sha256""";

    private byte[] Digest { get; } = SHA256.HashData(RandomNumberGenerator.GetBytes(1000));

    [Theory]
    [InlineData("rsa2048", SignatureAlgorithm.RsaPkcs1Sha256, Pkcs1)]
    [InlineData("rsa2048", SignatureAlgorithm.RsaPkcs1Sha256, Pkcs1 + " | base64 -w 64")]
    [InlineData("rsa2048", SignatureAlgorithm.RsaPkcs1Sha256, Pkcs1 + " | base64 -w 0 && echo chatter >&2")]
    [InlineData("rsa3072", SignatureAlgorithm.RsaPssSha256,
        Pkcs1 + " -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32 -pkeyopt rsa_mgf1_md:sha256")]
    [InlineData("p256", SignatureAlgorithm.EcdsaP256Sha256, Pkcs1)]
    [InlineData("p256", SignatureAlgorithm.EcdsaP256Sha256, Pkcs1 + " | base64")]
    public void A_script_around_openssl_signs(string key, SignatureAlgorithm algorithm, string script)
    {
        CommandSigner signer = Signer(script, key, algorithm);
        byte[] signature = signer.SignDigest(Digest, TestContext.Current.CancellationToken);
        Assert.True(signer.PublicKey.Verify(algorithm, Digest, signature));
    }

    [Fact]
    public void Two_numbers_side_by_side_are_taken_for_an_ecdsa_signature_too()
    {
        using ECDsa ec = ECDsa.Create();
        ec.ImportFromPem(File.ReadAllText(TestKeys.P256));
        Write("signature", ec.SignHash(Digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        CommandSigner signer = Signer($"cat '{At("signature")}'", "p256");
        Assert.Equal(0x30, signer.SignDigest(Digest)[0]);
    }

    [Fact]
    public void Request_on_standard_input_is_one_line_of_json()
    {
        using SigningKey key = SigningKey.Load(TestKeys.Rsa2048);
        CommandSigner signer = Signer($"cat > '{At("request.json")}'; {Pkcs1}", "rsa2048");
        signer.SignDigest(Digest);
        string request = File.ReadAllText(At("request.json"));
        Assert.Equal(request.Length - 1, request.IndexOf('\n', StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(request);
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal("rsa-pkcs1-sha256", json.RootElement.GetProperty("algorithm").GetString());
        Assert.Equal("sha256", json.RootElement.GetProperty("digestAlgorithm").GetString());
        Assert.Equal(Convert.ToHexString(Digest).ToLowerInvariant(), json.RootElement.GetProperty("digest").GetString());
        Assert.Equal(key.PublicKey.KeyId, json.RootElement.GetProperty("keyId").GetString());
    }

    [Fact]
    public void Arguments_reach_the_program_as_they_are()
    {
        string script = Script("""printf '%s\n' "$@" > "$1" """);
        string[] arguments = [At("arguments"), "two words", "$HOME", "*", "a\"b", "; exit 1", ""];
        CommandSigner signer = new(new SigningCommand(script, arguments), PublicKey("p256"), Folder);
        Failure.Expect("FOTA2028", () => signer.SignDigest(Digest));
        Assert.Equal(string.Join('\n', arguments) + "\n", File.ReadAllText(At("arguments")));
    }

    [Fact]
    public void A_signature_by_another_key_or_of_another_digest_is_refused()
    {
        CommandSigner other = new(new SigningCommand(Script(Pkcs1), [TestKeys.Rsa2048Other]), PublicKey("rsa2048"), Folder);
        Failure.Expect("FOTA2017", () => other.SignDigest(Digest));
        Failure.Expect("FOTA2017", () => Signer("FOTA_SIGN_DIGEST=$(printf %064d 0); " + Pkcs1, "rsa2048").SignDigest(Digest));
        Failure.Expect("FOTA2017", () => Signer("echo not a signature", "p256").SignDigest(Digest));
    }

    [Fact]
    public void A_failing_command_shows_its_exit_code_and_the_end_of_its_complaint()
    {
        CommandSigner signer = Signer("head -c 300000 /dev/zero | tr '\\0' x >&2; echo 'token is locked' >&2; exit 3", "p256");
        FotaException failure = Failure.Expect("FOTA2026", () => signer.SignDigest(Digest));
        Assert.Contains("exit code 3", failure.Message);
        Assert.Contains("token is locked", failure.Message);
        Assert.InRange(failure.Message.Length, 1000, 1400);
    }

    [Fact]
    public void A_command_that_writes_nothing_or_too_much_is_refused()
    {
        Failure.Expect("FOTA2028", () => Signer("true", "p256").SignDigest(Digest));
        Failure.Expect("FOTA2028", () => Signer("cat /dev/zero", "p256").SignDigest(Digest));
    }

    [Fact]
    public void A_command_that_waits_is_ended_with_all_it_started()
    {
        SigningCommand command = new(Script("sleep 300 & echo $! > child; wait; echo > finished"), []);
        CommandSigner signer = new(command, PublicKey("p256"), Folder, timeout: TimeSpan.FromSeconds(1));
        Assert.Contains("1 s", Failure.Expect("FOTA2027", () => signer.SignDigest(Digest)).Message);
        Assert.False(File.Exists(At("finished")));
        ExpectGone(int.Parse(File.ReadAllText(At("child")), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Children_that_keep_the_pipes_open_are_not_waited_for_and_end_with_the_command_unless_they_are_daemons()
    {
        CommandSigner signer = Signer("sleep 300 & echo $! > child; setsid sleep 300 & echo $! > daemon; until [ \"$(cut -d' ' -f6 /proc/$!/stat)\" = $! ]; do :; done; " + Pkcs1, "p256");

        byte[] signature = signer.SignDigest(Digest);

        Assert.True(VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256)).Verify(SignatureAlgorithm.EcdsaP256Sha256, Digest, signature));
        ExpectGone(int.Parse(File.ReadAllText(At("child")), System.Globalization.CultureInfo.InvariantCulture));
        int daemon = int.Parse(File.ReadAllText(At("daemon")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsRunning(daemon));
        ExternalProgram.Run("kill", $"{daemon}");
    }

    [Fact]
    public void A_child_that_a_failed_command_leaves_ends_with_it_and_one_of_another_run_does_not()
    {
        using Process other = Process.Start("sleep", ["300"]);
        Failure.Expect("FOTA2026", () => Signer("sleep 300 > /dev/null 2>&1 & echo $! > child; exit 3", "p256").SignDigest(Digest));
        ExpectGone(int.Parse(File.ReadAllText(At("child")), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact]
    public void Cancellation_ends_the_command_at_once()
    {
        CommandSigner signer = Signer("sleep 300 & echo $! > pid; mv pid child; wait; echo > finished", "p256");
        using CancellationTokenSource source = new();
        Task cancelling = Task.Run(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(At("child")));
            source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => { signer.SignDigest(Digest, source.Token); });
        Assert.False(File.Exists(At("finished")));
        ExpectGone(int.Parse(File.ReadAllText(At("child")), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_program_that_is_not_there_or_not_executable_is_a_clear_error()
    {
        Failure.Expect("FOTA2025", () => Run("no-such-signer --x"));
        Write("plain.txt", "text");
        Failure.Expect("FOTA2025", () => Run("./plain.txt"));
    }

    [Fact]
    public void A_program_in_the_working_folder_is_not_mistaken_for_one_on_the_path()
    {
        Script(Pkcs1);
        Failure.Expect("FOTA2025", () => Run("sign.sh"));
        Assert.NotEmpty(Run($"./sign.sh {TestKeys.P256}"));
    }

    [Theory]
    [InlineData("sign", "sign")]
    [InlineData("  sign   a\tb ", "sign", "a", "b")]
    [InlineData("\"C:\\Program Files\\sign.exe\" -k \"a b\" c\\d", "C:\\Program Files\\sign.exe", "-k", "a b", "c\\d")]
    [InlineData("sign --name=\"two words\" \"\"", "sign", "--name=two words", "")]
    [InlineData("sign \"a \"\"quoted\"\" word\" $X | 'y'", "sign", "a \"quoted\" word", "$X", "|", "'y'")]
    public void Command_lines_are_split_at_blanks_outside_of_quotes(string line, params string[] parts)
    {
        SigningCommand command = SigningCommand.Parse(line);
        Assert.Equal<string[]>(parts, [command.Program, .. command.Arguments]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"\" x")]
    [InlineData("sign \"open")]
    public void Command_lines_without_a_program_or_with_an_open_quote_are_refused(string line) =>
        Failure.Expect("FOTA2024", () => SigningCommand.Parse(line));

    private static VerificationKey PublicKey(string key) => VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(key)));

    private static void ExpectGone(int process)
    {
        // A child that lost its parent is reaped by init in its own time.
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(process), 5000));
    }

    private static bool IsRunning(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private byte[] Run(string commandLine) =>
        new CommandSigner(SigningCommand.Parse(commandLine), PublicKey("p256"), Folder).SignDigest(Digest);

    private CommandSigner Signer(string script, string key, SignatureAlgorithm? algorithm = null) =>
        new(new SigningCommand(Script(script), [TestKeys.Named(key)]), PublicKey(key), Folder, algorithm);

    private string Script(string body)
    {
        string path = Write("sign.sh", "#!/bin/bash\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
