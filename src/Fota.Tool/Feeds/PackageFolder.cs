using NuGet.Configuration;

namespace Fota.Tool.Feeds;

/// <summary>The folder that NuGet extracts packages into.</summary>
internal static class PackageFolder
{
    /// <summary>The folder that <c>NUGET_PACKAGES</c> names, or a nuget.config that counts for a project, or NuGet's own.</summary>
    /// <param name="project">The full path of the project's file.</param>
    /// <returns>Null where a nuget.config is not valid: commands that ask feeds say so, and others do without.</returns>
    public static string? Of(string project)
    {
        try
        {
            return SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(Path.GetDirectoryName(project)));
        }
        catch (NuGetConfigurationException)
        {
            return null;
        }
    }
}
