using System.Numerics;
using System.Security.Cryptography;

namespace Fota.Signing.Tests;

/// <summary>
/// PKCS#1 signatures that a sloppy verifier accepts. They are made with the private key on an encoded message of our own, so that
/// nothing but the encoding is wrong.
/// </summary>
public sealed class MalformedPkcs1SignatureTests
{
    private static readonly byte[] s_sha256Info = Convert.FromHexString("3031300D060960864801650304020105000420");

    private byte[] Digest { get; } = SHA256.HashData("the image"u8);

    public static TheoryData<string> BadEncodings =>
    [
        "block type 2", "block type 0", "no leading zero", "padding shorter, trailing bytes", "padding shorter, separator later",
        "padding not FF", "no separator", "hash identifier of SHA-1", "hash identifier of SHA-512", "no NULL parameters",
        "parameters not empty", "digest without identifier", "digest too long", "digest too short", "indefinite length",
        "non-minimal length",
    ];

    [Fact]
    public void The_encoding_that_the_others_deviate_from_is_accepted() => Assert.True(IsAccepted(Encode([.. s_sha256Info, .. Digest])));

    [Theory]
    [MemberData(nameof(BadEncodings))]
    public void Pkcs1_with_a_deviating_encoding_is_refused(string deviation)
    {
        byte[] good = [.. s_sha256Info, .. Digest];
        byte[] encoded = deviation switch
        {
            "block type 2" => With(Encode(good), 1, 2),
            "block type 0" => With(Encode(good), 1, 0),
            "no leading zero" => With(Encode(good), 0, 1),
            "padding shorter, trailing bytes" => [.. Encode(good, 246), .. new byte[10]],
            "padding shorter, separator later" => With(Encode(good), 50, 0),
            "padding not FF" => With(Encode(good), 20, 0xFE),
            "no separator" => With(Encode(good), 256 - good.Length - 1, 0xFF),
            "hash identifier of SHA-1" => Encode([.. Convert.FromHexString("3021300906052B0E03021A05000414"), .. Digest.AsSpan(0, 20)]),
            "hash identifier of SHA-512" => Encode([.. With(s_sha256Info, 14, 3), .. Digest]),
            "no NULL parameters" => Encode([.. Convert.FromHexString("302F300B0609608648016503040201"), 4, 32, .. Digest]),
            "parameters not empty" => Encode([.. Convert.FromHexString("3035301106096086480165030402010504AABBCCDD0420"), .. Digest]),
            "digest without identifier" => Encode(Digest),
            "digest too long" => Encode([.. Convert.FromHexString("3032300D060960864801650304020105000421"), .. Digest, 0]),
            "digest too short" => Encode([.. Convert.FromHexString("3030300D06096086480165030402010500041F"), .. Digest.AsSpan(0, 31)]),
            "indefinite length" => Encode([0x30, 0x80, .. s_sha256Info.AsSpan(2), .. Digest, 0, 0]),
            "non-minimal length" => Encode([0x30, 0x81, 0x31, .. s_sha256Info.AsSpan(2), .. Digest]),
            _ => throw new ArgumentOutOfRangeException(nameof(deviation)),
        };
        Assert.False(IsAccepted(encoded));
    }

    [Fact]
    public void A_signature_of_another_length_is_refused()
    {
        VerificationKey key = PublicKey(TestKeys.Rsa2048);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Rsa2048);
        byte[] good = signer.SignDigest(Digest);
        Assert.True(Verify(key, good));
        foreach (byte[] bad in (byte[][])[[], [0], good[..^1], good[1..], [0, .. good], [.. good, 0], [.. good, .. good]])
            Assert.False(Verify(key, bad));
    }

    [Fact]
    public void A_signature_whose_number_is_not_below_the_modulus_is_refused()
    {
        // s + n verifies like s unless its size is checked; some s leave room for it in 256 bytes.
        VerificationKey key = PublicKey(TestKeys.Rsa2048);
        using KeyFileSigner signer = KeyFileSigner.Load(TestKeys.Rsa2048);
        BigInteger n = BlockNumber.Parse(key.Modulus.Span);
        int tried = 0;
        for (byte i = 0; i < 50; i++)
        {
            byte[] digest = SHA256.HashData([i]);
            BigInteger s = BlockNumber.Parse(signer.SignDigest(digest));
            if ((s + n).GetBitLength() > 2048)
                continue;
            tried++;
            Assert.False(key.Verify(SignatureAlgorithm.RsaPkcs1Sha256, digest, BlockNumber.Bytes(s + n)));
        }

        Assert.NotEqual(0, tried);
    }

    private static VerificationKey PublicKey(string privateKey) => VerificationKey.Load(TestKeys.PublicOf(privateKey));

    private static byte[] Encode(ReadOnlySpan<byte> info, int length = 256)
    {
        byte[] encoded = new byte[length];
        encoded.AsSpan().Fill(0xFF);
        encoded[0] = 0;
        encoded[1] = 1;
        encoded[length - info.Length - 1] = 0;
        info.CopyTo(encoded.AsSpan(length - info.Length));
        return encoded;
    }

    private static byte[] With(byte[] bytes, int index, byte value)
    {
        byte[] changed = [.. bytes];
        changed[index] = value;
        return changed;
    }

    private bool Verify(VerificationKey key, byte[] signature) => key.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Digest, signature);

    /// <summary>Applies the private key to a block as it is, and verifies the result.</summary>
    private bool IsAccepted(byte[] encoded)
    {
        Assert.Equal(256, encoded.Length);
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(TestKeys.Rsa2048));
        RSAParameters p = rsa.ExportParameters(includePrivateParameters: true);
        BigInteger s = BigInteger.ModPow(
            BlockNumber.Parse(encoded),
            BlockNumber.Parse(p.D),
            BlockNumber.Parse(p.Modulus));
        return Verify(PublicKey(TestKeys.Rsa2048), BlockNumber.Bytes(s));
    }
}
