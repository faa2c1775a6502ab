using Fota.Errors;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

[Slow]
public sealed class KeyCreationTests : FolderTests
{
    [Theory]
    [InlineData(KeyType.Rsa2048, 2048)]
    [InlineData(KeyType.Rsa3072, 3072)]
    [InlineData(KeyType.Rsa4096, 4096)]
    [InlineData(KeyType.EcP256, 256)]
    public void Openssl_reads_the_new_pair(KeyType type, int bits)
    {
        KeyFiles files = KeyFiles.Create(At("keys"), type);
        Assert.Equal(bits, files.Key.Bits);
        Assert.Contains("valid", OpenSsl.Run("pkey", "-in", files.PrivateKey, "-noout", "-check"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(File.ReadAllText(files.PublicKey), OpenSsl.Run("pkey", "-in", files.PrivateKey, "-pubout"));
        Assert.Equal(files.Key.KeyId, VerificationKey.Load(files.PublicKey).KeyId);
    }

    [Fact]
    public void Private_key_is_readable_by_its_owner_alone()
    {
        KeyFiles files = KeyFiles.Create(At("keys"), KeyType.EcP256);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.PrivateKey));
        Assert.Equal(["update.key", "update.pub"], Directory.GetFiles(At("keys")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void With_a_password_the_private_key_is_encrypted_with_aes_256_and_many_iterations()
    {
        string password = Write("password.txt", "pässword with blanks\n");
        KeyFiles files = KeyFiles.Create(At("keys"), KeyType.Rsa2048, KeyPassword.FromFile(password));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", File.ReadAllText(files.PrivateKey));
        string structure = OpenSsl.Run("asn1parse", "-in", files.PrivateKey);
        Assert.Contains("PBES2", structure);
        Assert.Contains("aes-256-cbc", structure);
        Assert.Contains("hmacWithSHA256", structure);
        Assert.Contains(":0927C0", structure); // 600,000
        Assert.Equal(File.ReadAllText(files.PublicKey), OpenSsl.Run("pkey", "-in", files.PrivateKey, "-passin", $"file:{password}", "-pubout"));
        using SigningKey key = SigningKey.Load(files.PrivateKey, KeyPassword.FromFile(password));
        Assert.Equal(files.Key.KeyId, key.PublicKey.KeyId);
    }

    [Fact]
    public void Header_is_written_on_request()
    {
        KeyFiles files = KeyFiles.Create(At("keys"), KeyType.EcP256, withHeader: true);
        Assert.Equal(CertificateHeader.Generate([files.Key]), File.ReadAllText(files.Header!));
    }

    [Theory]
    [InlineData("update.key")]
    [InlineData("update.pub")]
    [InlineData("update_certs.h")]
    public void Nothing_is_overwritten_and_nothing_is_left_behind(string existing)
    {
        Write(existing, "precious");
        FotaException failure = Assert.Throws<FotaException>(() => KeyFiles.Create(Folder, KeyType.EcP256, withHeader: true));
        Assert.Equal("FOTA2014", failure.Code.Id);
        Assert.Equal("precious", File.ReadAllText(At(existing)));
        Assert.Equal([existing], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Without_the_password_nothing_is_created()
    {
        Failure.Expect("FOTA2008", () => KeyFiles.Create(At("keys"), KeyType.EcP256, KeyPassword.FromEnvironment("FOTA_TEST_NOT_SET")));
        Assert.False(Directory.Exists(At("keys")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_a_clear_error()
    {
        string file = Write("file", "");
        FotaException failure = Assert.Throws<FotaException>(() => KeyFiles.Create(Path.Combine(file, "keys"), KeyType.EcP256));
        Assert.Equal("FOTA2015", failure.Code.Id);
    }
}
