namespace Fota.EndToEnd;

/// <summary>The package of this tree in a feed of its own, and keys; made once for all tests.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    public const string Version = "0.0.0-dev";

    private readonly TemporaryFolder _directory = new("fota-feed-");

    public string Feed => _directory["feed"];

    /// <summary>Where the package is extracted: private, so that nothing older is found.</summary>
    public string Packages => _directory["packages"];

    /// <summary>A folder with <c>update.key</c> and <c>update.pub</c>.</summary>
    public string Keys => _directory["keys"];

    /// <summary>Another pair.</summary>
    public string OtherKeys => _directory["other-keys"];

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
        // Extract it before tests run side by side.
        using FirmwareProject first = new(this);
        (await first.Dotnet("restore")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
