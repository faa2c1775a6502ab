namespace Fota.Release.Settings;

/// <summary>What a build says beside the project's settings. None is in the table of docs/settings.md: nobody sets these for Fota.Build.</summary>
public static class BuildFacts
{
#pragma warning disable CS1591 // Each says itself what it means.
    public static readonly Setting<string> Configuration = new("Configuration", "default", "The build configuration", SettingText.Plain);
    public static readonly Setting<string> ProjectFile = new("MSBuildProjectFullPath", "", "The project", SettingText.Plain);
    public static readonly Setting<string> StateDirectory = new("FotaStateDir", "", "Where a build keeps what it did, for the next one", SettingText.Plain);
    public static readonly Setting<string> DeviceDirectory = new("FotaDeviceDir", "", "The folder of the device's C sources", SettingText.Plain);
    public static readonly Setting<IReadOnlyList<string>> PackageFolders = new("NuGetPackageFolders", "", "The folders that NuGet extracts packages into", SettingText.List);
    public static readonly Setting<bool> OnBuildServer = new("FotaOnBuildServer", "false", "Whether a build server builds", SettingText.Flag);
    public static readonly Setting<DateTimeOffset?> Created = new("SOURCE_DATE_EPOCH", "", "The time for the manifest", SettingText.Epoch);
    public static readonly Setting<string> TreatWarningsAsErrors = new("TreatWarningsAsErrors", "", "Whether the project takes warnings for errors", SettingText.Plain);
    public static readonly Setting<IReadOnlyList<string>> WarningsNotAsErrors = new("WarningsNotAsErrors", "", "The codes that stay warnings", SettingText.Codes);
#pragma warning restore CS1591

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Configuration, ProjectFile, StateDirectory, DeviceDirectory, PackageFolders, OnBuildServer, Created, TreatWarningsAsErrors, WarningsNotAsErrors,
    ];
}
