using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>Each thing that can be wrong with a key has its own error.</summary>
[Slow]
public sealed class BadKeyTests : FolderTests
{
    private const string Secret = "Tr0ub4dor&3";

    [Fact]
    public void Missing_file() => Failure.Expect("FOTA2001", () => VerificationKey.Load(At("absent")));

    [Fact]
    public void Two_private_or_two_public_keys_in_one_file()
    {
        string first = File.ReadAllText(TestKeys.P256), second = File.ReadAllText(TestKeys.Rsa2048), own = File.ReadAllText(TestKeys.PublicOf(TestKeys.P256));
        string others = File.ReadAllText(TestKeys.PublicOf(TestKeys.Rsa2048));

        Assert.Contains("2 private keys", Failure.Expect("FOTA2036", () => SigningKey.Load(Write("keys", first + second))).Message);
        Assert.Contains("2 public keys", Failure.Expect("FOTA2036", () => VerificationKey.Load(Write("keys", own + others))).Message);
        using SigningKey pair = SigningKey.Load(Write("pair", first + own));
        Assert.Equal(VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256)).KeyId, pair.PublicKey.KeyId);
    }

    [Fact]
    public void A_folder_instead_of_a_file() => Failure.Expect("FOTA2001", () => SigningKey.Load(Folder));

    [Theory]
    [InlineData("")]
    [InlineData("hello world")]
    [InlineData("0")]
    [InlineData("0\x03\x02\x01\x05")]
    public void Not_a_key(string content)
    {
        string code = content == "0" ? "FOTA2003" : "FOTA2002";
        Failure.Expect(code, () => VerificationKey.Load(Write("key", content)));
        Failure.Expect(code, () => SigningKey.Load(Write("key", content)));
    }

    [Fact]
    public void Ten_megabytes_of_garbage_are_not_even_read()
    {
        string path = Write("key", RandomNumberGenerator.GetBytes(10 * 1024 * 1024));
        Assert.Contains("65,536", Failure.Expect("FOTA2002", () => SigningKey.Load(path)).Message);
        Failure.Expect("FOTA2002", () => VerificationKey.Load(path));
        Failure.Expect("FOTA2002", () => VerificationKey.Load("/dev/zero"));
    }

    [Fact]
    public void A_key_that_is_not_a_whole_number_of_bytes()
    {
        using ECDsa key = ECDsa.Create();
        byte[] info;
        do
        {
            key.GenerateKey(ECCurve.NamedCurves.nistP256);
            info = key.ExportSubjectPublicKeyInfo();
        }
        while ((info[^1] & 1) != 0);

        // The last bit, which is 0, is said not to count. Before the point's 65 bytes lies the number of such bits.
        info[^66] = 1;

        Failure.Expect("FOTA2003", () => VerificationKey.Parse(info, "key"));
    }

    [Fact]
    public void Pem_of_something_else_is_named()
    {
        OpenSsl.Run("req", "-new", "-key", TestKeys.P256, "-subj", "/CN=x", "-out", At("request"));
        Assert.Contains("CERTIFICATE REQUEST", Failure.Expect("FOTA2002", () => VerificationKey.Load(At("request"))).Message);
    }

    [Fact]
    public void Public_where_private_is_needed()
    {
        Failure.Expect("FOTA2004", () => SigningKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048)));
    }

    [Fact]
    public void Private_where_public_is_needed() => Failure.Expect("FOTA2005", () => VerificationKey.Load(TestKeys.Rsa2048));

    [Fact]
    public void Encrypted_key_without_or_with_a_wrong_password()
    {
        OpenSsl.Run("pkcs8", "-topk8", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("key"));
        Failure.Expect("FOTA2006", () => SigningKey.Load(At("key")));
        Failure.Expect("FOTA2007", () => SigningKey.Load(At("key"), From("Wr0ng")), "Wr0ng");
        OpenSsl.Run("rsa", "-traditional", "-aes256", "-in", TestKeys.Rsa2048, "-passout", $"pass:{Secret}", "-out", At("legacy"));
        Failure.Expect("FOTA2006", () => SigningKey.Load(At("legacy")));
        Failure.Expect("FOTA2007", () => SigningKey.Load(At("legacy"), From("Wr0ng")), "Wr0ng");
    }

    [Fact]
    public void No_wrong_password_passes_by_chance()
    {
        OpenSsl.Run("pkcs8", "-topk8", "-iter", "1", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("key"));
        for (int i = 0; i < 2000; i++)
            Failure.Expect("FOTA2007", () => SigningKey.Load(At("key"), From($"{i}")));
    }

    [Fact]
    public void Password_that_is_not_there()
    {
        OpenSsl.Run("pkcs8", "-topk8", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("key"));
        Failure.Expect("FOTA2008", () => SigningKey.Load(At("key"), KeyPassword.FromEnvironment(Secret)), Secret);
        Failure.Expect("FOTA2008", () => SigningKey.Load(At("key"), KeyPassword.FromFile(At("absent"))));
        Failure.Expect("FOTA2008", () => SigningKey.Load(At("key"), KeyPassword.FromFile(Write("empty", "\n"))));
        string longSecret = new('x', 5000);
        Failure.Expect("FOTA2008", () => SigningKey.Load(At("key"), KeyPassword.FromFile(Write("long", longSecret))), "xxx");
    }

    [Theory]
    [InlineData("Ed25519", "-algorithm", "ED25519")]
    [InlineData("P-384", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")]
    [InlineData("secp256k1", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1")]
    [InlineData("RSASSA-PSS", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048")]
    [InlineData("curve", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit")]
    public void Kinds_of_keys_that_no_device_here_knows(string name, params string[] options)
    {
        OpenSsl.Run(["genpkey", .. options, "-out", At("key")]);
        OpenSsl.Run("pkey", "-in", At("key"), "-pubout", "-out", At("pub"));
        Assert.Contains(name, Failure.Expect("FOTA2009", () => SigningKey.Load(At("key"))).Message);
        Assert.Contains(name, Failure.Expect("FOTA2009", () => VerificationKey.Load(At("pub"))).Message);
    }

    [Fact]
    public void Encryption_that_is_too_weak_or_unknown_to_be_read()
    {
        OpenSsl.Run("pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-in", TestKeys.P256, "-passout", $"pass:{Secret}", "-out", At("key"));
        Failure.Expect("FOTA2009", () => SigningKey.Load(At("key"), From(Secret)), Secret);
    }

    [Fact]
    public void Ec_key_where_rsa_is_asked_and_the_reverse()
    {
        Failure.Expect("FOTA2010", () => KeyFileSigner.Load(TestKeys.P256, null, SignatureAlgorithm.RsaPkcs1Sha256));
        Failure.Expect("FOTA2010", () => KeyFileSigner.Load(TestKeys.P256, null, SignatureAlgorithm.RsaPssSha256));
        Failure.Expect("FOTA2010", () => KeyFileSigner.Load(TestKeys.Rsa2048, null, SignatureAlgorithm.EcdsaP256Sha256));
    }

    [Fact]
    public void Too_short()
    {
        OpenSsl.Run("genrsa", "-out", At("key"), "1024");
        OpenSsl.Run("pkey", "-in", At("key"), "-pubout", "-out", At("pub"));
        Assert.Contains("1024", Failure.Expect("FOTA2011", () => SigningKey.Load(At("key"))).Message);
        Failure.Expect("FOTA2011", () => VerificationKey.Load(At("pub")));
    }

    [Fact]
    public void Too_long_for_the_update_format()
    {
        byte[] modulus = new byte[(4096 / 8) + 1];
        modulus.AsSpan().Fill(0xFF);
        Failure.Expect("FOTA2011", () => VerificationKey.Parse(RsaKey(modulus, [1, 0, 1]), "key"));
    }

    [Theory]
    [InlineData("01", "exponent is 1")]
    [InlineData("00", "exponent is 1 or 0")]
    [InlineData("10", "exponent is even")]
    [InlineData("010000000000000001", "65 bits")]
    public void Exponents_that_make_signatures_worthless(string exponent, string why)
    {
        byte[] modulus = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048)).Modulus.ToArray();
        byte[] key = RsaKey(modulus, Convert.FromHexString(exponent));
        Assert.Contains(why, Failure.Expect("FOTA2012", () => VerificationKey.Parse(key, "key")).Message);
    }

    [Fact]
    public void Even_modulus()
    {
        byte[] modulus = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048)).Modulus.ToArray();
        modulus[^1] &= 0xFE;
        Failure.Expect("FOTA2012", () => VerificationKey.Parse(RsaKey(modulus, [1, 0, 1]), "key"));
    }

    [Fact]
    public void Point_that_is_not_on_the_curve()
    {
        byte[] spki = VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256)).SubjectPublicKeyInfo.ToArray();
        spki[^1] ^= 1;
        Failure.Expect("FOTA2003", () => VerificationKey.Parse(spki, "key"));
    }

    [Fact]
    public void Iteration_count_that_would_stop_the_build_for_hours()
    {
        byte[] key = EncryptedKey(iterations: int.MaxValue);
        Failure.Expect("FOTA2003", () => SigningKey.Load(Write("slow", key), From("x")));
        Failure.Expect("FOTA2007", () => SigningKey.Load(Write("quick", EncryptedKey(iterations: 1)), From("x")));
    }

    /// <summary>PBES2 with PBKDF2 and AES-256, the content not decipherable.</summary>
    private static byte[] EncryptedKey(int iterations)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(new byte[8]);
                            writer.WriteInteger(iterations);
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(new byte[16]);
                    }
                }
            }

            writer.WriteOctetString(new byte[64]);
        }

        return writer.Encode();
    }

    private static KeyPassword From(string secret) => KeyPassword.FromPrompt(secret.ToCharArray);

    private static byte[] RsaKey(byte[] modulus, byte[] exponent)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus);
            writer.WriteIntegerUnsigned(exponent);
        }

        return writer.Encode();
    }
}
