namespace Fota.Signing;

/// <summary>The object identifiers met in key files.</summary>
internal static class ObjectIdentifiers
{
    internal const string RsaEncryption = "1.2.840.113549.1.1.1";
    internal const string EcPublicKey = "1.2.840.10045.2.1";
    internal const string P256 = "1.2.840.10045.3.1.7";
    internal const string Pbes2 = "1.2.840.113549.1.5.13";
    internal const string Pbkdf2 = "1.2.840.113549.1.5.12";
    internal const string Scrypt = "1.3.6.1.4.1.11591.4.11";

    /// <summary>The name of a kind of key or curve that is not supported, for messages.</summary>
    internal static string NameOf(string identifier) => identifier switch
    {
        "1.2.840.113549.1.1.10" => "an RSA key that its identifier restricts to RSASSA-PSS",
        "1.2.840.10040.4.1" => "a DSA key",
        "1.3.101.110" => "an X25519 key",
        "1.3.101.112" => "an Ed25519 key",
        "1.3.101.113" => "an Ed448 key",
        "1.3.132.0.10" => "an EC key on secp256k1",
        "1.3.132.0.34" => "an EC key on P-384",
        "1.3.132.0.35" => "an EC key on P-521",
        _ => $"of the kind {identifier}",
    };
}
