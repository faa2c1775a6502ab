using System.Security.Cryptography;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>What openssl signs we accept, what we sign openssl accepts.</summary>
[Slow]
public sealed class OpenSslAgreementTests : FolderTests
{
    public static TheoryData<string, SignatureAlgorithm> KeysAndAlgorithms => new()
    {
        { "rsa2048", SignatureAlgorithm.RsaPkcs1Sha256 },
        { "rsa3072", SignatureAlgorithm.RsaPkcs1Sha256 },
        { "rsa4096", SignatureAlgorithm.RsaPkcs1Sha256 },
        { "rsa2048", SignatureAlgorithm.RsaPssSha256 },
        { "rsa3072", SignatureAlgorithm.RsaPssSha256 },
        { "rsa4096", SignatureAlgorithm.RsaPssSha256 },
        { "p256", SignatureAlgorithm.EcdsaP256Sha256 },
    };

    private byte[] Image { get; } = RandomNumberGenerator.GetBytes(100_001);

    [Theory]
    [MemberData(nameof(KeysAndAlgorithms))]
    public void Openssl_accepts_our_signature(string key, SignatureAlgorithm algorithm)
    {
        string image = Write("image.bin", Image);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Named(key), algorithm: algorithm);
        string signature = Write("image.sig", signer.SignDigest(ImageDigest.OfStream(new MemoryStream(File.ReadAllBytes(image)))));
        string output = OpenSsl.Run(
            ["dgst", "-sha256", "-verify", TestKeys.PublicOf(TestKeys.Named(key)), .. Options(algorithm), "-signature", signature, image]);
        Assert.Contains("Verified OK", output);
    }

    [Theory]
    [MemberData(nameof(KeysAndAlgorithms))]
    public void We_accept_the_signature_of_openssl(string key, SignatureAlgorithm algorithm)
    {
        byte[] signature = SignByOpenSsl(key, algorithm);
        VerificationKey publicKey = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(key)));
        Assert.True(publicKey.Verify(algorithm, SHA256.HashData(Image), signature));
        Assert.False(publicKey.Verify(algorithm, SHA256.HashData([1]), signature));
    }

    [Theory]
    [InlineData("rsa2048")]
    [InlineData("rsa3072")]
    [InlineData("rsa4096")]
    public void Pkcs1_signatures_are_identical_to_those_of_openssl(string key)
    {
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Named(key));
        Assert.Equal(SignByOpenSsl(key, SignatureAlgorithm.RsaPkcs1Sha256), signer.SignDigest(SHA256.HashData(Image)));
    }

    [Theory]
    [MemberData(nameof(KeysAndAlgorithms))]
    public void Signing_twice_gives_the_same_bytes(string key, SignatureAlgorithm algorithm)
    {
        using KeyFileSigner one = KeyFileSigner.Load(TestKeys.Named(key), algorithm: algorithm);
        using KeyFileSigner two = KeyFileSigner.Load(TestKeys.Named(key), algorithm: algorithm);
        byte[] digest = SHA256.HashData(Image);
        Assert.Equal(one.SignDigest(digest), two.SignDigest(digest));
        digest[0] ^= 1;
        Assert.NotEqual(one.SignDigest(SHA256.HashData(Image)), two.SignDigest(digest));
    }

    private static string[] Options(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.RsaPssSha256
        ? ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sigopt", "rsa_mgf1_md:sha256"]
        : [];

    private byte[] SignByOpenSsl(string key, SignatureAlgorithm algorithm)
    {
        string image = Write("image.bin", Image);
        OpenSsl.Run(["dgst", "-sha256", "-sign", TestKeys.Named(key), .. Options(algorithm), "-out", At("openssl.sig"), image]);
        return File.ReadAllBytes(At("openssl.sig"));
    }
}
