namespace Fota.EndToEnd;

/// <summary>The package of this tree in a feed of its own, keys, and the sample built with them; made once for all tests.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    public const string Version = "0.0.0-dev";

    private readonly TemporaryFolder _directory = new("fota-feed-");
    private FirmwareProject? _built;
    private FirmwareProject? _released;

    public string Feed => _directory["feed"];

    /// <summary>Where the package is extracted: private, so that nothing older is found.</summary>
    public string Packages => _directory["packages"];

    /// <summary>A folder with <c>update.key</c> and <c>update.pub</c>.</summary>
    public string Keys => _directory["keys"];

    /// <summary>Another pair.</summary>
    public string OtherKeys => _directory["other-keys"];

    /// <summary>The sample, built once; to copy, not to change.</summary>
    internal FirmwareProject Built => _built!;

    /// <summary>The sample, released once; to copy, not to change.</summary>
    internal FirmwareProject Released => _released!;

    /// <summary>That release as a package of bases.</summary>
    public string BasePackage => _directory["bases", "Blinky.Firmware.1.0.0.nupkg"];

    /// <summary>What makes a build take the package from here, and speak English.</summary>
    public Dictionary<string, string?> Environment() => new()
    {
        ["FotaFeed"] = Feed,
        ["FotaDevVersion"] = Version,
        ["RestorePackagesPath"] = Packages,
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
    };

    public async ValueTask InitializeAsync()
    {
        OpenSsl.CreateKeyPair(Keys);
        OpenSsl.CreateKeyPair(OtherKeys);
        string project = Repository.PathOf("src", "Fota.Build", "Fota.Build.csproj");
        await ExternalProgram.RunAsync("dotnet", "pack", project, "--configuration", "Release", "--nologo", "--output", Feed);
        _built = new(this);
        (await _built.Build()).ShouldSucceed().ShouldNotWarn();
        _released = new(this, Stage.Compiled);
        (await _released.Build("-p:FotaRelease=true")).ShouldSucceed().ShouldNotWarn();
        (await _released.Dotnet("pack", "-c", "Debug", "--no-build", "-o", Path.GetDirectoryName(BasePackage)!)).ShouldSucceed().ShouldNotWarn();
    }

    public ValueTask DisposeAsync()
    {
        _built?.Dispose();
        _released?.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
