using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>Public keys in each form that openssl writes.</summary>
public sealed class PublicKeyFormsTests : FolderTests
{
    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    public void Subject_public_key_info_is_read(string encoding)
    {
        OpenSsl.Run("pkey", "-pubin", "-in", TestKeys.PublicOf(TestKeys.Rsa2048), "-outform", encoding, "-out", At("key"));
        ExpectRsa2048("key");
    }

    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    public void Pkcs1_is_read(string encoding)
    {
        OpenSsl.Run("rsa", "-in", TestKeys.Rsa2048, "-RSAPublicKey_out", "-outform", encoding, "-out", At("key"));
        ExpectRsa2048("key");
    }

    [Theory]
    [InlineData("PEM")]
    [InlineData("DER")]
    public void Certificate_is_read(string encoding)
    {
        SelfSigned(TestKeys.Rsa2048, encoding);
        ExpectRsa2048("certificate");
    }

    [Fact]
    public void Certificate_of_an_ec_key_is_read()
    {
        SelfSigned(TestKeys.P256, "PEM");
        Assert.Equal(VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256)).KeyId, VerificationKey.Load(At("certificate")).KeyId);
    }

    [Fact]
    public void Certificate_with_text_before_it_and_windows_line_ends_is_read()
    {
        SelfSigned(TestKeys.Rsa2048, "PEM");
        string text = OpenSsl.Run("x509", "-in", At("certificate"), "-text");
        Write("with-text", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        ExpectRsa2048("with-text");
    }

    [Fact]
    public void Public_key_of_a_private_key_is_the_one_openssl_extracts()
    {
        using SigningKey key = SigningKey.Load(TestKeys.Rsa3072);
        Assert.Equal(File.ReadAllText(TestKeys.PublicOf(TestKeys.Rsa3072)), key.PublicKey.ToPem());
    }

    private void SelfSigned(string key, string encoding) => OpenSsl.Run(
        "req", "-x509", "-key", key, "-subj", "/CN=Fota test", "-days", "1", "-outform", encoding, "-out", At("certificate"));

    private void ExpectRsa2048(string name)
    {
        VerificationKey expected = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048));
        VerificationKey actual = VerificationKey.Load(At(name));
        Assert.Equal(expected.KeyId, actual.KeyId);
        Assert.Equal(expected.Modulus.ToArray(), actual.Modulus.ToArray());
        Assert.Equal(2048, actual.Bits);
    }
}
