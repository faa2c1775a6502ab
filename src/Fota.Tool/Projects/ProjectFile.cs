using Fota.Errors;
using Fota.Release.Settings;

namespace Fota.Tool.Projects;

/// <summary>Finds the project that a person means by a folder or a file.</summary>
internal static class ProjectFile
{
    private static readonly string[] s_patterns = ["*.csproj", "*.vcxproj", "*.proj"];

    /// <summary>The full path of the project.</summary>
    /// <param name="place">A project file, a folder that holds exactly one, or one with fota.json, which then counts.</param>
    /// <exception cref="FotaException">There is none, or more than one.</exception>
    public static string Find(string place)
    {
        if (File.Exists(place))
        {
            // MSBuild would read any file, and say of an image that it is no XML.
            string kind = Path.GetExtension(place);
            return kind.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || kind.Equals(".json", StringComparison.OrdinalIgnoreCase)
                ? Path.GetFullPath(place)
                : throw NotFound($"'{place}' is no project.");
        }

        if (!Directory.Exists(place))
            throw NotFound($"'{place}' does not exist.");
        if (File.Exists(Path.Combine(place, SettingsFile.Name)))
            return Path.GetFullPath(SettingsFile.Name, Path.GetFullPath(place));
        string[] found = [.. s_patterns.SelectMany(pattern => Directory.EnumerateFiles(place, pattern)).Order(StringComparer.Ordinal)];
        return found switch
        {
            [var only] => Path.GetFullPath(only),
            [] => throw NotFound($"The folder '{Path.GetFullPath(place)}' has no project file, and no {SettingsFile.Name}."),
            _ => throw NotFound($"The folder '{place}' has {found.Length} projects: {string.Join(", ", found.Select(Path.GetFileName))}."),
        };
    }

    private static FotaException NotFound(string what) =>
        new(ToolErrors.ProjectNotFound, what, $"Name the firmware project: a .csproj, the folder of exactly one, or a folder with {SettingsFile.Name}.");
}
