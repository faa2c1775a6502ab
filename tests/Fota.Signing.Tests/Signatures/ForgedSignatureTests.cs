using System.Numerics;
using System.Security.Cryptography;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>
/// Forgeries for keys with exponent 3, made without the private key: a cube root is all they need where a verifier is lax.
/// </summary>
public sealed class ForgedSignatureTests : FolderTests
{
    private static readonly byte[] s_sha256Info = Convert.FromHexString("3031300D060960864801650304020105000420");

    private byte[] Digest { get; } = SHA256.HashData("the image"u8);

    [Fact]
    public void Forgery_with_exponent_3_and_trailing_garbage_is_refused()
    {
        // Bleichenbacher 2006: a short padding, the DigestInfo, and below it room for whatever makes the number a cube.
        VerificationKey key = ExponentThree();
        byte[] head = [0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, .. s_sha256Info, .. Digest];
        byte[] block = new byte[256];
        head.CopyTo(block, 0);
        BigInteger root = CubeRoot(BlockNumber.Parse(block)) + 1;
        byte[] forged = BlockNumber.Bytes(root);
        byte[] opened = BlockNumber.Bytes(BigInteger.Pow(root, 3));
        Assert.Equal(head, opened[..head.Length]);
        Assert.False(Verify(key, forged));
    }

    [Fact]
    public void Forgery_with_exponent_3_that_hides_garbage_in_the_parameters_is_refused()
    {
        VerificationKey key = ExponentThree();
        byte[] head =
        [
            0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0,
            0x30, 0x81, 0xF2, 0x30, 0x81, 0xCD, .. s_sha256Info.AsSpan(4, 11), 4, 0x81, 0xBE,
        ];
        byte[] block = new byte[256];
        head.CopyTo(block, 0);
        BigInteger root = CubeRoot(BlockNumber.Parse(block)) + 1;
        Assert.Equal(head, BlockNumber.Bytes(BigInteger.Pow(root, 3))[..head.Length]);
        Assert.False(Verify(key, BlockNumber.Bytes(root)));
    }

    [Fact]
    public void A_key_with_exponent_3_still_verifies_what_it_signed()
    {
        VerificationKey key = ExponentThree();
        using KeyFileSigner signer = KeyFileSigner.Load(At("e3.key"));
        Assert.True(Verify(key, signer.SignDigest(Digest)));
    }

    private static BigInteger CubeRoot(BigInteger number)
    {
        BigInteger root = BigInteger.Zero;
        for (int bit = 700; bit >= 0; bit--)
        {
            BigInteger candidate = root + (BigInteger.One << bit);
            if (BigInteger.Pow(candidate, 3) <= number)
                root = candidate;
        }

        return root;
    }

    private bool Verify(VerificationKey key, byte[] signature) => key.Verify(SignatureAlgorithm.RsaPkcs1Sha256, Digest, signature);

    private VerificationKey ExponentThree()
    {
        OpenSsl.Run("genrsa", "-3", "-out", At("e3.key"), "2048");
        OpenSsl.Run("pkey", "-in", At("e3.key"), "-pubout", "-out", At("e3.pub"));
        return VerificationKey.Load(At("e3.pub"));
    }
}
