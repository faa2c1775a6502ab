using System.Runtime.InteropServices;

namespace Fota.Testing;

/// <summary>A real SoftHSM2 token, empty at first, in a folder of its own.</summary>
public sealed partial class SoftHsm : IDisposable
{
    public const string Pin = "8642-9753-secret";

    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";

    private readonly TemporaryFolder _folder = new("fota-token-");
    private readonly string _label;

    /// <param name="label">The label of the token.</param>
    public SoftHsm(string label = "fota token")
    {
        _label = label;
        Configuration = _folder.Write(
            "softhsm2.conf", $"directories.tokendir = {_folder["tokens"]}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Directory.CreateDirectory(_folder["tokens"]);
        Administer("--init-token", "--free", "--label", label, "--so-pin", "12345678");
    }

    /// <summary>The value of SOFTHSM2_CONF that leads to the token.</summary>
    public string Configuration { get; }

    /// <summary>The URI of a key.</summary>
    /// <param name="key">The attributes that select it: <c>object=update%20key</c>, <c>id=%A1</c>.</param>
    /// <param name="token">The label of the token, percent-encoded.</param>
    public static string Uri(string key, string token = "fota%20token") => $"pkcs11:token={token};{key}?module-path={Module}";

    /// <summary>Puts a private key on the token.</summary>
    /// <param name="privateKey">The file.</param>
    /// <param name="label">Its label.</param>
    /// <param name="id">Its id in hexadecimal digits.</param>
    public void Import(string privateKey, string label, string id) =>
        Administer("--import", privateKey, "--token", _label, "--label", label, "--id", id);

    /// <summary>Makes the token the one of this process.</summary>
    public void UseHere()
    {
        // The module reads the variable of the C library, which the runtime's own copy of the environment does not reach.
        Assert.Equal(0, SetVariable("SOFTHSM2_CONF", Configuration, 1));
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", Configuration);
    }

    public void Dispose() => _folder.Dispose();

    private void Administer(params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["SOFTHSM2_CONF"] = Configuration };
        var result = ExternalProgram.TryAsync("softhsm2-util", [.. arguments, "--pin", Pin], environment: environment).GetAwaiter().GetResult();
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
