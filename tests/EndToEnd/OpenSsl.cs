namespace Fota.EndToEnd;

/// <summary>What others make of our keys and signatures.</summary>
internal static class OpenSsl
{
    public static async Task CreateKeyPair(string directory)
    {
        Directory.CreateDirectory(directory);
        string key = Path.Combine(directory, "update.key");
        await Command.Run("openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Command.Run("openssl", "pkey", "-in", key, "-pubout", "-out", Path.Combine(directory, "update.pub"));
    }

    public static Task<string> Encrypt(string key, string encrypted, string password) =>
        Command.Run("openssl", "pkcs8", "-topk8", "-in", key, "-out", encrypted, "-passout", "pass:" + password);

    public static Task<string> Verify(string publicKey, string signature, string file) =>
        Command.Run("openssl", "dgst", "-sha256", "-verify", publicKey, "-signature", signature, file);

    /// <summary>The modulus in hexadecimal digits.</summary>
    public static async Task<string> Modulus(string publicKey)
    {
        string line = await Command.Run("openssl", "rsa", "-pubin", "-in", publicKey, "-noout", "-modulus");
        return line.Trim().Split('=')[1];
    }
}
