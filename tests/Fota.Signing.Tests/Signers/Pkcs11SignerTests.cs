using System.Security.Cryptography;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

[Slow]
public sealed class Pkcs11SignerTests(TestToken token) : FolderTests, IClassFixture<TestToken>
{
    private static readonly KeyPassword s_pin = KeyPassword.FromPrompt(SoftHsm.Pin.ToCharArray);

    private byte[] Image { get; } = RandomNumberGenerator.GetBytes(5000);

    [Theory]
    [InlineData("object=update%20key", "rsa2048", SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData("id=%A1", "rsa2048", SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData("object=update%20key;type=private", "rsa2048", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("object=ec%20key", "p256", SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData("object=twin;id=%B2", "rsa3072", SignatureAlgorithm.RsaPkcs1Sha256)]
    public void The_token_signs_and_openssl_accepts(string key, string publicKey, SignatureAlgorithm algorithm)
    {
        Assert.NotNull(token);
        Pkcs11Signer signer = new(SoftHsm.Uri(key), PublicKey(publicKey), s_pin, algorithm);
        string signature = Write("signature", signer.SignDigest(SHA256.HashData(Image)));
        string[] pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"];
        OpenSsl.Run(
        [
            "dgst", "-sha256", "-verify", TestKeys.PublicOf(TestKeys.Named(publicKey)),
            .. algorithm == SignatureAlgorithm.RsaPssSha256 ? pss : [], "-signature", signature, Write("image", Image),
        ]);
    }

    [Fact]
    public void Pkcs1_signature_of_the_token_is_identical_to_that_of_the_key_file()
    {
        using KeyFileSigner file = KeyFileSigner.Load(TestKeys.Rsa2048);
        byte[] digest = SHA256.HashData(Image);
        Assert.Equal(file.SignDigest(digest), new Pkcs11Signer(SoftHsm.Uri("id=%A1"), file.PublicKey, s_pin).SignDigest(digest));
    }

    /// <summary>A token asks for its PIN, or a finger, once for a package.</summary>
    [Fact]
    public void Several_digests_are_signed_in_one_session()
    {
        int asked = 0;
        KeyPassword counted = KeyPassword.FromPrompt(() =>
        {
            asked++;
            return SoftHsm.Pin.ToCharArray();
        });
        byte[][] digests = [.. Enumerable.Range(0, 5).Select(i => SHA256.HashData([(byte)i]))];

        IReadOnlyList<byte[]> signatures = new Pkcs11Signer(SoftHsm.Uri("id=%A1"), PublicKey("rsa2048"), counted).SignDigests(
            digests, TestContext.Current.CancellationToken);

        using KeyFileSigner file = KeyFileSigner.Load(TestKeys.Rsa2048);
        Assert.Equal(digests.Select(digest => file.SignDigest(digest)), signatures);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void Several_signers_at_once_do_not_disturb_each_other()
    {
        byte[] digest = SHA256.HashData(Image);
        VerificationKey rsa = PublicKey("rsa2048");
        Parallel.For(0, 8, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, _ =>
            Assert.NotEmpty(new Pkcs11Signer(SoftHsm.Uri("id=%A1"), rsa, s_pin).SignDigest(digest)));
    }

    [Fact]
    public void Pin_can_come_from_the_file_that_the_uri_names()
    {
        string pin = Write("pin", SoftHsm.Pin + "\n");
        string uri = SoftHsm.Uri("id=%A1") + "&pin-source=file:" + Uri.EscapeDataString(pin);
        Assert.NotEmpty(new Pkcs11Signer(uri, PublicKey("rsa2048")).SignDigest(new byte[32]));
    }

    [Fact]
    public void A_pin_in_the_uri_is_refused_and_not_repeated()
    {
        foreach (string attribute in (string[])["pin-value", "PIN-VALUE", "x=1&pin-value"])
            Failure.Expect("FOTA2030", () => Open($"{SoftHsm.Uri("id=%A1")}&{attribute}={SoftHsm.Pin}"), SoftHsm.Pin);
        Failure.Expect("FOTA2029", () => Open($"{SoftHsm.Uri("id=%A1")}&pin-valeu={SoftHsm.Pin}"), SoftHsm.Pin);
    }

    [Theory]
    [InlineData("update.key")]
    [InlineData("pkcs11:token")]
    [InlineData("pkcs11:token=a;token=b;object=x?module-path=/m")]
    [InlineData("pkcs11:tokn=a;object=x?module-path=/m")]
    [InlineData("pkcs11:token=a;object=x;type=cert?module-path=/m")]
    [InlineData("pkcs11:token=a?module-path=/m")]
    [InlineData("pkcs11:token=a;object=x")]
    [InlineData("pkcs11:token=a;object=x?module-path=/m&pin-source=%7Ccat%20pin")]
    [InlineData("pkcs11:token=a;object=x?module-path=/m&pin-source=relative")]
    public void Uris_that_cannot_be_used(string uri) => Failure.Expect("FOTA2029", () => Open(uri));

    [Fact]
    public void Wrong_pin_and_no_pin_and_an_absent_one()
    {
        Failure.Expect("FOTA2034", () => Sign("id=%A1", KeyPassword.FromPrompt("wrong-pin".ToCharArray)), "wrong-pin");
        Failure.Expect("FOTA2034", () => Sign("id=%A1", null));
        Failure.Expect("FOTA2008", () => Sign("id=%A1", KeyPassword.FromEnvironment("FOTA_TEST_NOT_SET")));
    }

    [Fact]
    public void Absent_or_ambiguous_tokens_and_keys()
    {
        Failure.Expect("FOTA2032", () => Sign("id=%A1", s_pin, token: "other"));
        Failure.Expect("FOTA2033", () => Sign("object=nothing", s_pin));
        Failure.Expect("FOTA2033", () => Sign("object=ec%20key", s_pin));
        Assert.Contains("2 RSA", Failure.Expect("FOTA2033", () => Sign("object=twin", s_pin)).Message);
    }

    [Fact]
    public void A_key_other_than_the_expected_one_is_refused() => Failure.Expect("FOTA2017", () => Sign("id=%B1", s_pin));

    [Fact]
    public void A_module_that_is_missing_or_none()
    {
        Failure.Expect("FOTA2031", () => SignBy("/no/such/module.so"));
        Failure.Expect("FOTA2031", () => SignBy(Write("module.so", "text")));
    }

    [Fact]
    public void Key_that_does_not_fit_the_algorithm() =>
        Failure.Expect("FOTA2010", () => Open(SoftHsm.Uri("id=%A1"), SignatureAlgorithm.EcdsaP256Sha256));

    [Fact]
    public void Only_pkcs11_uris_are_taken_for_such()
    {
        Assert.True(Pkcs11Signer.IsUri("pkcs11:object=x"));
        Assert.False(Pkcs11Signer.IsUri("keys/update.key"));
    }

    private static VerificationKey PublicKey(string key) => VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(key)));

    private static void Open(string uri, SignatureAlgorithm? algorithm = null) =>
        Assert.NotNull(new Pkcs11Signer(uri, PublicKey("rsa2048"), s_pin, algorithm));

    private static void Sign(string key, KeyPassword? pin, string token = "fota%20token") =>
        new Pkcs11Signer(SoftHsm.Uri(key, token), PublicKey("rsa2048"), pin).SignDigest(new byte[32]);

    private static void SignBy(string module) =>
        new Pkcs11Signer("pkcs11:object=x", PublicKey("rsa2048"), s_pin, modulePath: module).SignDigest(new byte[32]);
}
