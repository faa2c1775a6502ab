using System.Runtime.InteropServices;
using static Fota.Signing.Tests.CommandLineTool;

namespace Fota.Signing.Tests;

/// <summary>A real SoftHSM2 token with the RSA and P-256 test keys, in a folder of its own.</summary>
public sealed partial class SoftHsm : IDisposable
{
    internal const string Pin = "8642-9753";
    internal const string Module = "/usr/lib/softhsm/libsofthsm2.so";

    private readonly string folder = Directory.CreateTempSubdirectory("fota-softhsm-").FullName;

    public SoftHsm()
    {
        string configuration = Path.Combine(folder, "softhsm2.conf");
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        File.WriteAllText(configuration, $"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The module reads the variable of the C library, which the runtime's own copy of the environment does not reach.
        Assert.Equal(0, SetVariable("SOFTHSM2_CONF", configuration, 1));
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        Run("softhsm2-util", "--init-token", "--free", "--label", "fota token", "--so-pin", "12345678", "--pin", Pin);
        Import(TestKeys.Rsa2048, "update key", "a1");
        Import(TestKeys.P256, "ec key", "a2");
        Import(TestKeys.Rsa2048Other, "twin", "b1");
        Import(TestKeys.Rsa3072, "twin", "b2");
    }

    /// <summary>The URI of a key on the token.</summary>
    internal static string Uri(string key, string token = "fota%20token") =>
        $"pkcs11:token={token};{key}?module-path={Module}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Import(string key, string label, string id) =>
        Run("softhsm2-util", "--import", key, "--token", "fota token", "--label", label, "--id", id, "--pin", Pin);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
