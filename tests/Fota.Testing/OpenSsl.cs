using CliWrap.Buffered;

namespace Fota.Testing;

/// <summary>What others make of our keys and signatures: the real openssl.</summary>
public static class OpenSsl
{
    /// <summary>Runs a command of openssl that must succeed.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static string Run(params string[] arguments) => ExternalProgram.Run("openssl", arguments);

    /// <inheritdoc cref="Run"/>
    public static Task<string> RunAsync(params string[] arguments) => ExternalProgram.RunAsync("openssl", arguments);

    /// <summary>Runs a command of openssl that may fail.</summary>
    public static Task<BufferedCommandResult> TryAsync(params string[] arguments) => ExternalProgram.TryAsync("openssl", arguments);

    /// <summary>Makes a pair of RSA keys of 2,048 bits, <c>NAME.key</c> and <c>NAME.pub</c>.</summary>
    /// <returns>The path of the private key.</returns>
    public static string CreateKeyPair(string folder, string name = "update") =>
        CreateKeyPair(folder, name, "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");

    /// <summary>Makes a pair of keys of any kind.</summary>
    /// <param name="folder">The folder, made if need be.</param>
    /// <param name="name">The name of the files.</param>
    /// <param name="kind">What <c>openssl genpkey</c> is told.</param>
    /// <returns>The path of the private key.</returns>
    public static string CreateKeyPair(string folder, string name, params string[] kind)
    {
        Directory.CreateDirectory(folder);
        string key = Path.Combine(folder, name + ".key");
        Run(["genpkey", "-quiet", .. kind, "-out", key]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run("pkey", "-in", key, "-pubout", "-out", Path.Combine(folder, name + ".pub"));
        return key;
    }

    public static Task EncryptAsync(string key, string encrypted, string password) =>
        RunAsync("pkcs8", "-topk8", "-in", key, "-out", encrypted, "-passout", "pass:" + password);

    /// <summary>Fails the test unless the signature over the file's SHA-256 is the key's.</summary>
    public static Task VerifyAsync(string publicKey, string signature, string file) =>
        RunAsync("dgst", "-sha256", "-verify", publicKey, "-signature", signature, file);

    /// <summary>The modulus of an RSA key in hexadecimal digits.</summary>
    public static async Task<string> ModulusAsync(string publicKey)
    {
        string line = await RunAsync("rsa", "-pubin", "-in", publicKey, "-noout", "-modulus");
        return line.Trim().Split('=')[1];
    }
}
