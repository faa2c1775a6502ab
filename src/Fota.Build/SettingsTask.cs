using Fota.Errors;
using Fota.Release.Settings;
using Microsoft.Build.Framework;

namespace Fota.Build;

/// <summary>A task that works by the project's settings, once for each firmware image of the project.</summary>
public abstract class SettingsTask : FotaTask
{
    /// <summary>The project's settings: items with the name of a setting and the metadata Value.</summary>
    [Required]
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>
    /// The firmware images (<c>@(FotaImage)</c>). Metadata are settings of the one image, without the prefix Fota: Product, Version,
    /// OutputDir and so on; what an image has not is the project's.
    /// </summary>
    [Required]
    public ITaskItem[] Images { get; set; } = [];

    /// <inheritdoc/>
    protected override string? ProjectFile => ValueOf(BuildFacts.ProjectFile.Name);

    /// <inheritdoc/>
    protected override bool IsError(ErrorCode warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        var settings = new NamedSettings(ValueOf);
        return settings.Text(BuildFacts.TreatWarningsAsErrors).Equals("true", StringComparison.OrdinalIgnoreCase)
            && settings.Get(BuildFacts.WarningsNotAsErrors)?.Contains(warning.Id, StringComparer.OrdinalIgnoreCase) != true;
    }

    /// <inheritdoc/>
    protected sealed override void Run()
    {
        if (BuildEngine is IBuildEngine6 engine)
            NamedSettings.RequireKnown(engine.GetGlobalProperties().Keys);
        foreach (ProjectSettings image in ProjectImages.Read(Path.GetDirectoryName(ProjectFile) ?? string.Empty, ValueOf, [.. Images.Select(Named)]))
            Run(image);
    }

    /// <summary>Does the work for one image.</summary>
    /// <exception cref="FotaException">The work failed in a way that the user can mend.</exception>
    protected abstract void Run(ProjectSettings settings);

    private static Dictionary<string, string> Named(ITaskItem image)
    {
        Dictionary<string, string> named = new() { ["Image"] = image.ItemSpec };
        foreach (string name in image.CloneCustomMetadata().Keys)
            named[name] = image.GetMetadata(name);
        return named;
    }

    private string? ValueOf(string name) =>
        Settings.FirstOrDefault(setting => setting.ItemSpec.Equals(name, StringComparison.OrdinalIgnoreCase))?.GetMetadata("Value");
}
