using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Fota.Signing;

/// <summary>
/// RSASSA-PSS and ECDSA without random numbers. The platform's cryptography draws a new salt or nonce for each signature, and two
/// builds of one commit would differ; BouncyCastle lets them be chosen.
/// </summary>
internal static class DeterministicSignature
{
    private const byte TrailerField = 0xBC;

    /// <summary>
    /// Signs with RSASSA-PSS. The salt is HMAC-SHA-256 of the digest under the private exponent. To all who lack the private key it is
    /// as good as random, and each digest has its own, so the security proof of PSS (RFC 8017, 9.1) holds as with a random salt; signing
    /// a digest again gives the same signature, which reveals nothing. ECDSA's RFC 6979 rests on the same argument.
    /// </summary>
    internal static byte[] Pss(RSA key, ReadOnlySpan<byte> sha256)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: true);
        try
        {
            ReadOnlySpan<byte> input = [.. "fota RSASSA-PSS salt"u8, .. sha256];
            byte[] salt = HMACSHA256.HashData(p.D.AsSpan(), input);
            RsaPrivateCrtKeyParameters parameters = new(
                Number(p.Modulus),
                Number(p.Exponent),
                Number(p.D),
                Number(p.P),
                Number(p.Q),
                Number(p.DP),
                Number(p.DQ),
                Number(p.InverseQ));
            PssSigner signer = PssSigner.CreateRawSigner(
                new RsaBlindedEngine(), new Sha256Digest(), new Sha256Digest(), salt, TrailerField);
            signer.Init(forSigning: true, parameters);
            signer.BlockUpdate(sha256);
            return signer.GenerateSignature();
        }
        finally
        {
            foreach (byte[]? secret in (byte[]?[])[p.D, p.P, p.Q, p.DP, p.DQ, p.InverseQ])
                CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Signs with ECDSA on P-256, the nonce derived by RFC 6979 with HMAC-SHA-256.</summary>
    /// <returns>The signature in DER.</returns>
    internal static byte[] Ecdsa(ECDsa key, ReadOnlySpan<byte> sha256)
    {
        ECParameters p = key.ExportParameters(includePrivateParameters: true);
        try
        {
            X9ECParameters curve = ECNamedCurveTable.GetByName("P-256");
            ECDsaSigner signer = new(new HMacDsaKCalculator(new Sha256Digest()));
            signer.Init(forSigning: true, new ECPrivateKeyParameters(Number(p.D), new ECDomainParameters(curve)));
            BigInteger[] rs = signer.GenerateSignature(sha256.ToArray());
            byte[] concatenated = new byte[64];
            rs[0].ToByteArrayUnsigned().CopyTo(concatenated.AsSpan(32 - rs[0].GetLengthofByteArrayUnsigned()));
            rs[1].ToByteArrayUnsigned().CopyTo(concatenated.AsSpan(64 - rs[1].GetLengthofByteArrayUnsigned()));
            return EcdsaSignature.ToDer(concatenated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(p.D);
        }
    }

    private static BigInteger Number(byte[]? magnitude) => new(1, magnitude);
}
