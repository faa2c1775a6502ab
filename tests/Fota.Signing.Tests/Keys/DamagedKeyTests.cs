using System.Text;
using Fota.Errors;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

/// <summary>Keys cut off or altered at any place give a coded error, never another exception and never another key.</summary>
[Slow]
public sealed class DamagedKeyTests : FolderTests
{
    [Theory]
    [InlineData("rsa2048")]
    [InlineData("p256")]
    public void Truncated_public_keys_are_refused_at_every_length(string name)
    {
        byte[] der = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(name))).SubjectPublicKeyInfo.ToArray();
        byte[] pem = File.ReadAllBytes(TestKeys.PublicOf(TestKeys.Named(name)));
        for (int length = 0; length < der.Length; length++)
            Assert.ThrowsAny<FotaException>(() => VerificationKey.Parse(der.AsSpan(0, length), "key"));
        for (int length = 0; length < pem.Length - 2; length++)
            Assert.ThrowsAny<FotaException>(() => VerificationKey.Parse(pem.AsSpan(0, length), "key"));
    }

    [Theory]
    [InlineData("rsa2048")]
    [InlineData("p256")]
    public void Truncated_private_keys_are_refused_at_every_length(string name)
    {
        OpenSsl.Run("pkcs8", "-topk8", "-nocrypt", "-in", TestKeys.Named(name), "-outform", "DER", "-out", At("key.der"));
        byte[] der = File.ReadAllBytes(At("key.der"));
        for (int length = 0; length < der.Length; length += 1 + (length / 16))
            Assert.ThrowsAny<FotaException>(() => SigningKey.Load(Write("key", der[..length])));
    }

    [Fact]
    public void A_folder_is_called_one() =>
        Assert.Contains("is a folder", Failure.Expect("FOTA2001", () => VerificationKey.Load(Folder)).Message);

    [Fact]
    public void Bytes_after_the_key_are_refused()
    {
        byte[] der = VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256)).SubjectPublicKeyInfo.ToArray();
        Assert.Contains("1 bytes follow its end", Failure.Expect("FOTA2003", () => VerificationKey.Parse([.. der, 0], "key")).Message);
    }

    [Theory]
    [InlineData(150, "rsa", "-traditional", "-in", "RSA", "-outform", "DER")]
    [InlineData(150, "rsa", "-traditional", "-in", "RSA", "-aes128", "-passout", "pass:x")]
    [InlineData(400, "ec", "-in", "EC")]
    [InlineData(400, "pkcs8", "-topk8", "-nocrypt", "-in", "EC", "-outform", "DER")]
    [InlineData(400, "pkcs8", "-topk8", "-iter", "1", "-in", "EC", "-outform", "DER", "-passout", "pass:x")]
    [InlineData(100, "pkcs8", "-topk8", "-scrypt", "-scrypt_N", "16", "-in", "EC", "-passout", "pass:x")]
    public void Altered_private_keys_are_refused_or_sign_rightly(int rounds, params string[] form)
    {
        OpenSsl.Run([.. form.Select(word => word == "RSA" ? TestKeys.Rsa2048 : word == "EC" ? TestKeys.P256 : word), "-out", At("key")]);
        byte[] content = File.ReadAllBytes(At("key"));
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < rounds; i++)
        {
            byte[] damaged = [.. content];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            string path = Write("damaged", damaged);
            try
            {
                // What does not verify is refused, so a signature that is returned is right.
                using KeyFileSigner signer = KeyFileSigner.Load(path, KeyPassword.FromPrompt(() => ['x']));
                signer.SignDigest(new byte[32]);
            }
            catch (FotaException failure)
            {
                Assert.StartsWith("FOTA20", failure.Code.Id);
                refused++;
            }
        }

        Assert.InRange(refused, rounds / 4, rounds);
    }

    [Fact]
    public void Altered_public_keys_give_a_coded_error_or_another_key_id()
    {
        Random random = new(2);
        foreach (string name in (string[])["rsa2048", "p256"])
        {
            VerificationKey key = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Named(name)));
            for (int i = 0; i < 20_000; i++)
            {
                byte[] damaged = key.SubjectPublicKeyInfo.ToArray();
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    Assert.NotEqual(key.KeyId, VerificationKey.Parse(damaged, "key").KeyId);
                }
                catch (FotaException failure)
                {
                    Assert.StartsWith("FOTA20", failure.Code.Id);
                }
            }
        }
    }

    [Fact]
    public void Pem_whose_text_is_altered_is_refused()
    {
        string pem = File.ReadAllText(TestKeys.PublicOf(TestKeys.P256));
        foreach (string damaged in (string[])[pem.Replace("END PUBLIC", "END PRIVATE"), pem.Replace('\n', '!'), pem.Insert(60, "=")])
            Failure.Expect("FOTA2003", () => VerificationKey.Parse(Encoding.ASCII.GetBytes(damaged), "key"));
    }
}
