using Fota.Errors;
using static Fota.Testing.ExternalProgram;

namespace Fota.Signing.Tests;

[Slow]
public sealed class CertificateHeaderTests : FolderTests
{
    private const string Body = """
        #include "update_certs.h"
        #include "update_certs.h"
        static const char *const moduli[] = UPDATE_CERT_MODULI;
        static const char *const exponents[] = UPDATE_CERT_EXPONENTS;
        static const char *const points[] = UPDATE_CERT_EC_XS;
        typedef struct { const char *modulus; int modulus_size; const char *exponent; int exponent_size; } numbers;
        static const numbers keys[] = UPDATE_CERT_RSA_NUMBERS;
        static const unsigned char rsa_ids[][8] = UPDATE_CERT_RSA_KEY_IDS;
        static const unsigned char ec_ids[][8] = UPDATE_CERT_EC_KEY_IDS;
        static const unsigned char spki[] = UPDATE_CERT_SPKI_1;
        static const unsigned char key_id[] = UPDATE_CERT_KEY_ID_BYTES_2;
        typedef char spki_has_its_size[sizeof spki == UPDATE_CERT_SPKI_SIZE_1 ? 1 : -1];
        typedef char key_id_has_32_bytes[sizeof key_id == 32 ? 1 : -1];
        typedef char each_key_has_an_id[sizeof rsa_ids == 16 && sizeof ec_ids == 8 ? 1 : -1];
        int FUNCTION(void);
        int FUNCTION(void)
        {
            return UPDATE_CERT_COUNT + UPDATE_CERT_RSA_COUNT + UPDATE_CERT_EC_COUNT + moduli[1][0] + exponents[0][0] + points[0][0]
                + UPDATE_CERT_MODULUS[0] + UPDATE_CERT_EXPONENT[0] + UPDATE_CERT_EC_X[0] + UPDATE_CERT_EC_Y_2[0] + spki[0] + key_id[31] + rsa_ids[1][7] + ec_ids[0][0]
                + UPDATE_CERT_KEY_ID_0[0] + (int)sizeof(spki_has_its_size) + (int)sizeof(key_id_has_32_bytes)
                + (int)sizeof(each_key_has_an_id) + keys[1].modulus[keys[1].modulus_size - 1] + keys[0].exponent[keys[0].exponent_size - 1];
        }
        """;

    private static VerificationKey Rsa { get; } = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048));

    private static VerificationKey RsaNext { get; } = VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa3072));

    private static VerificationKey Ec { get; } = VerificationKey.Load(TestKeys.PublicOf(TestKeys.P256));

    [Fact]
    public void Modulus_and_exponent_are_those_that_openssl_prints()
    {
        string header = CertificateHeader.Generate([Rsa]);
        string printed = OpenSsl.Run("rsa", "-pubin", "-in", TestKeys.PublicOf(TestKeys.Rsa2048), "-noout", "-modulus");
        string modulus = printed.Trim()["Modulus=".Length..];
        Assert.Contains($"#define UPDATE_CERT_MODULUS \"{modulus}\"\n", header);
        Assert.Contains("#define UPDATE_CERT_EXPONENT \"010001\"\n", header);
        string bytes = string.Concat(Convert.FromHexString(modulus).Select(value => $"\\x{value:X2}"));
        Assert.Contains($"#define UPDATE_CERT_RSA_NUMBERS {{ {{ \"{bytes}\", 256, \"\\x01\\x00\\x01\", 3 }} }}\n", header);
        Assert.Contains("#define UPDATE_CERT_COUNT 1\n", header);
        Assert.DoesNotContain("UPDATE_CERT_EC_X", header);
    }

    [Fact]
    public void Key_id_and_public_key_are_those_of_openssl()
    {
        OpenSsl.Run("pkey", "-pubin", "-in", TestKeys.PublicOf(TestKeys.P256), "-outform", "DER", "-out", At("key.der"));
        byte[] der = File.ReadAllBytes(At("key.der"));
        Assert.Equal(der, Ec.SubjectPublicKeyInfo.ToArray());
        Assert.StartsWith(Ec.KeyId, OpenSsl.Run("dgst", "-sha256", "-r", At("key.der")));
        string compact = CertificateHeader.Generate([Ec]).Replace(" \\\n   ", "", StringComparison.Ordinal);
        string initializer = string.Join(", ", der.Select(b => $"0x{b:X2}"));
        Assert.Contains($"#define UPDATE_CERT_SPKI_0 {{ {initializer} }}\n", compact);
        Assert.Contains($"#define UPDATE_CERT_KEY_ID_0 \"{Ec.KeyId}\"\n", compact);
        string id = string.Join(", ", Enumerable.Range(0, 8).Select(i => $"0x{Ec.KeyId.Substring(i * 2, 2).ToUpperInvariant()}"));
        Assert.Contains($"#define UPDATE_CERT_EC_KEY_IDS {{ {{ {id} }} }}\n", compact);
        Assert.Contains($"#define UPDATE_CERT_EC_Y \"{Convert.ToHexString(der[^32..])}\"\n", compact);
    }

    [Theory]
    [InlineData("arm-none-eabi-gcc", "-std=c99", ".c")]
    [InlineData("arm-none-eabi-g++", "-std=c++17", ".cpp")]
    [InlineData("gcc", "-std=c11", ".c")]
    [InlineData("g++", "-std=c++98", ".cpp")]
    public void Several_files_of_a_program_can_include_it(string compiler, string standard, string extension)
    {
        Write("update_certs.h", CertificateHeader.Generate([Rsa, RsaNext, Ec]));
        string one = Write("one" + extension, Body.Replace("FUNCTION", "one", StringComparison.Ordinal));
        string two = Write("two" + extension, Body.Replace("FUNCTION", "two", StringComparison.Ordinal));
        string unused = Write("unused" + extension, "#include \"update_certs.h\"\nint unused;\n");
        foreach (string file in (string[])[one, two, unused])
            Run(compiler, standard, "-Wall", "-Wextra", "-Werror", "-c", file, "-o", file + ".o");
        Run(compiler, "-nostdlib", "-r", one + ".o", two + ".o", unused + ".o", "-o", At("program.o"));
    }

    [Fact]
    public void Same_keys_give_the_same_text_with_lf_line_ends()
    {
        string header = CertificateHeader.Generate([Rsa, Ec]);
        Assert.Equal(header, CertificateHeader.Generate([VerificationKey.Load(TestKeys.PublicOf(TestKeys.Rsa2048)), Ec]));
        Assert.DoesNotContain('\r', header);
        Assert.NotEqual(header, CertificateHeader.Generate([Ec, Rsa]));
    }

    [Fact]
    public void No_key_or_the_same_key_twice_is_refused()
    {
        Assert.Equal("FOTA2016", Assert.Throws<FotaException>(() => CertificateHeader.Generate([])).Code.Id);
        Assert.Equal("FOTA2016", Assert.Throws<FotaException>(() => CertificateHeader.Generate([Rsa, Ec, Rsa])).Code.Id);
    }
}
