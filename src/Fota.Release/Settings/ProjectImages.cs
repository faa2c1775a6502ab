using Fota.Errors;

namespace Fota.Release.Settings;

/// <summary>The firmware images of a project: its settings, and for each image what that has instead.</summary>
public static class ProjectImages
{
    private const string Prefix = "Fota";

    private static readonly string[] s_metadata = [.. FotaSettings.All.Select(setting => setting.Name[Prefix.Length..])];

    /// <summary>The settings of each image, all of them checked.</summary>
    /// <param name="directory">The folder that relative paths start from; absolute.</param>
    /// <param name="projectValue">Gives the project's text for a name.</param>
    /// <param name="images">For each image its path under the name <c>Image</c>, and settings of its own without the prefix Fota.</param>
    /// <param name="packageFolder">Finds the folder of NuGet's packages where no restore has named it; asked only where bases are taken from them.</param>
    /// <exception cref="FotaException">A value cannot be meant, a name is none (FOTA6007), or two images share what each needs for itself
    /// (FOTA6008).</exception>
    public static IReadOnlyList<ProjectSettings> Read(
        string directory,
        Func<string, string?> projectValue,
        IReadOnlyList<IReadOnlyDictionary<string, string>> images,
        Func<string>? packageFolder = null)
    {
        ProjectSettings[] all = [.. images.Select(image => new ProjectSettings(Read(projectValue, image), directory) { PackageFolder = packageFolder })];
        if (all.Length > 1)
        {
            RequireDistinct(all, "the product", "Product", settings => settings.Product.Name);
            RequireDistinct(all, "the update folder", "OutputDir", settings => settings.OutputDirectory);
            RequireDistinct(all, "the folder of headers", "HeaderDir", settings => settings.HeaderDirectory);
        }

        return all;
    }

    private static NamedSettings Read(Func<string, string?> projectValue, IReadOnlyDictionary<string, string> image)
    {
        if (image.Keys.FirstOrDefault(name => !s_metadata.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw NamedSettings.Unknown($"Fota{unknown} for the metadata {unknown} of an item FotaImage", s_metadata, unknown);
        var own = new Dictionary<string, string>(image, StringComparer.OrdinalIgnoreCase);
        var settings = new NamedSettings(name =>
            name.StartsWith(Prefix, StringComparison.Ordinal) && own.TryGetValue(name[Prefix.Length..], out string? text) && text.Length > 0
                ? text
                : projectValue(name));
        settings.Check();
        settings.Require(FotaSettings.Product);
        settings.Require(FotaSettings.Version);
        return settings;
    }

    private static void RequireDistinct(ProjectSettings[] all, string what, string metadata, Func<ProjectSettings, string> value)
    {
        if (all.GroupBy(value, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new FotaException(
                SettingErrors.ImagesCollide,
                $"{shared.Count()} images of the project share {what} '{shared.Key}'.",
                $"Give each item FotaImage its own metadata {metadata}.");
        }
    }
}
