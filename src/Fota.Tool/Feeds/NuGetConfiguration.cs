using Fota.Errors;
using NuGet.Configuration;

namespace Fota.Tool.Feeds;

/// <summary>The configuration of NuGet that counts for a folder.</summary>
internal static class NuGetConfiguration
{
    /// <summary>Reads something of it.</summary>
    /// <exception cref="FotaException">A nuget.config is not valid (FOTA7041).</exception>
    public static T Read<T>(string folder, Func<ISettings, T> read)
    {
        try
        {
            return read(Settings.LoadDefaultSettings(folder));
        }
        catch (NuGetConfigurationException e)
        {
            throw new FotaException(ToolErrors.FeedUnavailable, $"NuGet's configuration cannot be read: {e.Message}", "Mend the file.", e);
        }
    }

    /// <summary>The folder that <c>NUGET_PACKAGES</c> names, or a nuget.config, or NuGet's own: packages are extracted into it.</summary>
    /// <exception cref="FotaException">A nuget.config is not valid (FOTA7041).</exception>
    public static string PackageFolder(string folder) => Read(folder, SettingsUtility.GetGlobalPackagesFolder);
}
