namespace Fota.Signing.Tests;

/// <summary>Key pairs made by openssl once for all tests, since RSA keys take their time.</summary>
internal static class TestKeys
{
    private static readonly string s_folder = TemporaryFolder.UntilExit();

    internal static string Rsa2048 { get; } = Rsa(2048);

    internal static string Rsa2048Other { get; } = Rsa(2048, "other");

    internal static string Rsa3072 { get; } = Rsa(3072);

    internal static string Rsa4096 { get; } = Rsa(4096);

    internal static string P256 { get; } = OpenSsl.CreateKeyPair(s_folder, "p256", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");

    /// <summary>The private key file of a test's parameter.</summary>
    internal static string Named(string name) => name switch
    {
        "rsa2048" => Rsa2048,
        "rsa3072" => Rsa3072,
        "rsa4096" => Rsa4096,
        "p256" => P256,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>The public key file beside a private key file, SubjectPublicKeyInfo in PEM.</summary>
    internal static string PublicOf(string privateKey) => Path.ChangeExtension(privateKey, ".pub");

    private static string Rsa(int bits, string suffix = "") =>
        OpenSsl.CreateKeyPair(s_folder, $"rsa{bits}{suffix}", "-algorithm", "RSA", "-pkeyopt", $"rsa_keygen_bits:{bits}");
}
