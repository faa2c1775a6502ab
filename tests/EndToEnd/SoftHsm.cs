namespace Fota.EndToEnd;

/// <summary>A SoftHSM2 token with a key that was made elsewhere.</summary>
internal sealed class SoftHsm : IDisposable
{
    public const string Pin = "4711-secret-pin-0815";

    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";

    private readonly TemporaryDirectory _directory = new("fota-token");

    private SoftHsm()
    {
        Directory.CreateDirectory(_directory.PathOf("tokens"));
        Configuration = _directory.PathOf("softhsm2.conf");
        File.WriteAllText(Configuration, $"directories.tokendir = {_directory.PathOf("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
    }

    /// <summary>The value of SOFTHSM2_CONF.</summary>
    public string Configuration { get; }

    /// <summary>The URI of the key, for FotaSigningKey in a project file.</summary>
    public static string Uri => $"pkcs11:token=fota;object=update?module-path={Module}";

    public static async Task<SoftHsm> Create(string privateKey)
    {
        var token = new SoftHsm();
        await token.Run("--init-token", "--free", "--label", "fota", "--so-pin", "12345678", "--pin", Pin);
        await token.Run("--import", privateKey, "--token", "fota", "--label", "update", "--id", "a1", "--pin", Pin);
        return token;
    }

    public void Dispose() => _directory.Dispose();

    private async Task Run(params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["SOFTHSM2_CONF"] = Configuration };
        var result = await Command.Try("softhsm2-util", arguments, environment: environment);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }
}
