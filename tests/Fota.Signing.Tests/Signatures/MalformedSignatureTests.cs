using System.Security.Cryptography;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>PSS and ECDSA signatures that a sloppy verifier accepts, and single bit errors in each kind.</summary>
[Slow]
public sealed class MalformedSignatureTests : FolderTests
{
    private byte[] Digest { get; } = SHA256.HashData("the image"u8);

    [Theory]
    [InlineData("0")]
    [InlineData("20")]
    [InlineData("64")]
    [InlineData("max")]
    public void Pss_with_another_salt_length_is_refused(string length) => Assert.False(IsPssAccepted("sha256", "sha256", length));

    [Theory]
    [InlineData("sha256", "sha1")]
    [InlineData("sha256", "sha512")]
    public void Pss_with_another_mask_hash_is_refused(string hash, string mask) => Assert.False(IsPssAccepted(hash, mask, "32"));

    [Fact]
    public void Pss_and_pkcs1_are_not_taken_for_each_other()
    {
        VerificationKey key = PublicKey(TestKeys.Rsa2048);
        using KeyFileSigner pkcs1 = KeyFileSigner.Load(TestKeys.Rsa2048);
        using KeyFileSigner pss = KeyFileSigner.Load(TestKeys.Rsa2048, algorithm: SignatureAlgorithm.RsaPssSha256);
        Assert.True(IsPssAccepted("sha256", "sha256", "32"));
        Assert.False(key.Verify(SignatureAlgorithm.RsaPssSha256, Digest, pkcs1.SignDigest(Digest)));
        Assert.False(key.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Digest, pss.SignDigest(Digest)));
        Assert.False(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, Digest, pss.SignDigest(Digest)));
    }

    [Fact]
    public void A_key_of_another_kind_verifies_nothing()
    {
        VerificationKey key = PublicKey(TestKeys.P256);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.P256);
        byte[] signature = signer.SignDigest(Digest);
        Assert.True(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, Digest, signature));
        Assert.False(key.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Digest, signature));
        Assert.False(key.Verify(SignatureAlgorithm.RsaPssSha256, Digest, signature));
    }

    [Fact]
    public void Ecdsa_in_any_but_its_one_der_encoding_is_refused()
    {
        VerificationKey key = PublicKey(TestKeys.P256);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.P256);
        byte[] good = signer.SignDigest(Digest);
        Assert.True(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, Digest, good));
        byte[] body = good[2..];
        byte[] r = body[..(2 + body[1])];
        byte[] s = body[r.Length..];
        byte[][] bad =
        [
            [], good[..^1], [.. good, 0], Sequence([.. body, 0]), Sequence([.. body, 2, 1, 1]), Sequence(r), Sequence([.. s, .. r]),
            [0x30, 0x81, good[1], .. body], [0x30, 0x80, .. body, 0, 0], [0x31, .. good.AsSpan(1)],
            Sequence([2, (byte)(r[1] + 1), 0, .. r.AsSpan(2), .. s]), Sequence([2, 1, 0, .. s]), Sequence([.. r, 2, 1, 0]),
            Sequence([2, 0, .. s]), Sequence([2, 1, 1, 2, 1, 0x81]), Sequence([2, 34, 1, .. new byte[33], .. s]),
            Sequence([2, 33, 0, .. Enumerable.Repeat((byte)0xFF, 32), .. s]),
            [.. r[^32..], .. s[^32..]],
        ];
        Assert.All(bad, signature => Assert.False(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, Digest, signature)));
    }

    [Fact]
    public void Ecdsa_with_a_negative_number_of_the_same_bits_is_refused()
    {
        VerificationKey key = PublicKey(TestKeys.P256);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.P256);
        byte[] digest = Digest;
        byte[] good = signer.SignDigest(digest);
        // A leading zero keeps the first number positive; every other signature has one.
        while (good[4] != 0)
        {
            digest = SHA256.HashData(digest);
            good = signer.SignDigest(digest);
        }

        byte[] negative = Sequence([2, (byte)(good[3] - 1), .. good.AsSpan(5)]);

        Assert.True(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, digest, good));
        Assert.False(key.Verify(SignatureAlgorithm.EcdsaP256Sha256, digest, negative));
    }

    [Theory]
    [InlineData("rsa2048", SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData("rsa2048", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("p256", SignatureAlgorithm.EcdsaP256Sha256)]
    public void Every_flipped_bit_is_noticed(string name, SignatureAlgorithm algorithm)
    {
        VerificationKey key = PublicKey(TestKeys.Named(name));
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Named(name), algorithm: algorithm);
        byte[] good = signer.SignDigest(Digest);
        for (int bit = 0; bit < good.Length * 8; bit++)
            Assert.False(key.Verify(algorithm, Digest, With(good, bit / 8, (byte)(good[bit / 8] ^ (1 << (bit % 8))))));
    }

    private static VerificationKey PublicKey(string privateKey) => VerificationKey.Load(TestKeys.PublicOf(privateKey));

    private static byte[] With(byte[] bytes, int index, byte value)
    {
        byte[] changed = [.. bytes];
        changed[index] = value;
        return changed;
    }

    private static byte[] Sequence(byte[] body) => [0x30, (byte)body.Length, .. body];

    private bool IsPssAccepted(string hash, string mask, string saltLength)
    {
        OpenSsl.Run(
            "pkeyutl", "-sign", "-inkey", TestKeys.Rsa2048, "-in", Write("digest", Digest), "-out", At("sig"), "-pkeyopt", $"digest:{hash}",
            "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", $"rsa_mgf1_md:{mask}", "-pkeyopt", $"rsa_pss_saltlen:{saltLength}");
        return PublicKey(TestKeys.Rsa2048).Verify(SignatureAlgorithm.RsaPssSha256, Digest, File.ReadAllBytes(At("sig")));
    }
}
