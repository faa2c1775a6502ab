using Fota.Errors;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>Private keys in each form that openssl writes.</summary>
[Slow]
public sealed class PrivateKeyFormsTests : FolderTests
{
    private const string Secret = "corrëct horse battery";

    [Theory]
    [InlineData("rsa2048", "PEM")]
    [InlineData("rsa2048", "DER")]
    [InlineData("p256", "PEM")]
    [InlineData("p256", "DER")]
    public void Pkcs8_is_read(string key, string encoding)
    {
        OpenSsl.Run("pkcs8", "-topk8", "-nocrypt", "-in", TestKeys.Named(key), "-outform", encoding, "-out", At("key"));
        Expect(key, null);
    }

    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    public void Pkcs1_is_read(string encoding)
    {
        OpenSsl.Run("rsa", "-traditional", "-in", TestKeys.Rsa2048, "-outform", encoding, "-out", At("key"));
        Expect("rsa2048", null);
    }

    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    public void Sec1_is_read(string encoding)
    {
        OpenSsl.Run("ec", "-in", TestKeys.P256, "-outform", encoding, "-out", At("key"));
        Expect("p256", null);
    }

    [Fact]
    public void Sec1_with_its_parameters_before_it_is_read()
    {
        OpenSsl.Run("ecparam", "-name", "prime256v1", "-genkey", "-out", At("key"));
        Assert.Contains("EC PARAMETERS", File.ReadAllText(At("key")));
        using SigningKey key = SigningKey.Load(At("key"));
        Assert.Equal(OpenSsl.Run("pkey", "-in", At("key"), "-pubout"), key.PublicKey.ToPem());
    }

    [Theory]
    [InlineData("rsa2048", "PEM", "-v2", "aes-256-cbc", "-iter", "600000")]
    [InlineData("rsa2048", "DER", "-v2", "aes-256-cbc")]
    [InlineData("rsa2048", "PEM", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1")]
    [InlineData("rsa2048", "PEM", "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512")]
    [InlineData("rsa2048", "PEM", "-scrypt")]
    [InlineData("p256", "PEM", "-v2", "aes-256-cbc")]
    public void Encrypted_pkcs8_is_read(string key, string encoding, params string[] options)
    {
        string password = Write("password", Secret);
        string[] files = ["-in", TestKeys.Named(key), "-out", At("key")];
        OpenSsl.Run(["pkcs8", "-topk8", .. options, .. files, "-passout", $"file:{password}", "-outform", encoding]);
        Expect(key, KeyPassword.FromFile(password));
    }

    [Theory]
    [InlineData("aes-256-cbc")]
    [InlineData("des3")]
    public void Encrypted_pem_of_the_time_before_pkcs8_is_read(string cipher)
    {
        string password = Write("password", "battery staple");
        OpenSsl.Run("rsa", "-traditional", $"-{cipher}", "-in", TestKeys.Rsa2048, "-passout", $"file:{password}", "-out", At("key"));
        Assert.Contains("Proc-Type: 4,ENCRYPTED", File.ReadAllText(At("key")));
        Expect("rsa2048", KeyPassword.FromFile(password));
    }

    [Fact]
    public void Password_can_come_from_an_environment_variable_that_is_read_only_when_needed()
    {
        string password = Write("password", Secret + "\r\nsecond line");
        OpenSsl.Run("pkcs8", "-topk8", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("key"));
        Expect("p256", KeyPassword.FromFile(password));
        int reads = 0;
        KeyPassword counted = KeyPassword.FromEnvironment("FOTA_TEST_PASSWORD", name =>
        {
            reads++;
            return name == "FOTA_TEST_PASSWORD" ? Secret : null;
        });
        Expect("p256", counted);
        Assert.Equal(1, reads);
        using SigningKey unencrypted = SigningKey.Load(TestKeys.P256, counted);
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task Key_and_password_can_come_through_pipes()
    {
        OpenSsl.Run("pkcs8", "-topk8", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("encrypted"));
        Run("mkfifo", "-m", "600", At("key"), At("password"));
        Write("secret", Secret);
        Task writers = Task.WhenAll(
            Task.Run(() => Run("bash", "-c", "cat \"$1\" > \"$2\"", "bash", At("encrypted"), At("key"))),
            Task.Run(() => Run("bash", "-c", "cat \"$1\" > \"$2\"", "bash", At("secret"), At("password"))));
        Expect("p256", KeyPassword.FromFile(At("password")));
        await writers;
    }

    [Fact]
    public void Key_that_others_can_read_gives_a_warning()
    {
        File.Copy(TestKeys.P256, At("key"));
        File.SetUnixFileMode(At("key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using SigningKey key = SigningKey.Load(At("key"));
        Diagnostic warning = Assert.Single(key.Warnings);
        Assert.Equal("FOTA2013", warning.Code.Id);
        Assert.Contains("mode 440", warning.What);
        Assert.Contains("chmod 600", warning.Advice);

        File.SetUnixFileMode(At("key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using SigningKey closed = SigningKey.Load(At("key"));
        Assert.Empty(closed.Warnings);
    }

    [Fact]
    public void An_exponent_of_3_gives_a_warning()
    {
        string path = OpenSsl.CreateKeyPair(Folder, "three", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3");

        using SigningKey key = SigningKey.Load(path);

        Assert.Equal("FOTA2038", Assert.Single(key.Warnings).Code.Id);
    }

    [Theory]
    [InlineData("des-cbc", "FOTA2037")]
    [InlineData("des-ede3-cbc", null)]
    public void Single_des_gives_a_warning(string cipher, string? warning)
    {
        string password = Write("password", "battery staple");
        OpenSsl.Run(
            "rsa", "-provider", "legacy", "-provider", "default", "-in", TestKeys.Rsa2048, "-traditional", $"-{cipher}", "-passout", $"file:{password}", "-out", At("key"));

        using SigningKey key = SigningKey.Load(At("key"), KeyPassword.FromFile(password));

        Assert.Equal(warning, key.Warnings.SingleOrDefault()?.Code.Id);
    }

    private void Expect(string expected, KeyPassword? password)
    {
        using SigningKey key = SigningKey.Load(At("key"), password);
        Assert.Equal(VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(expected))).KeyId, key.PublicKey.KeyId);
        using KeyFileSigner signer = new(key);
        Assert.NotEmpty(signer.SignDigest(new byte[32]));
    }
}
