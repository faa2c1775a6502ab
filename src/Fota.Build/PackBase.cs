using Fota.Release.Bases.Packages;
using Fota.Release.Packaging;
using Fota.Release.Settings;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>What <c>dotnet pack</c> does with a firmware project: the release as a NuGet package that other machines take their bases from.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackBase : SettingsTask
{
    private readonly List<ITaskItem> _packages = [];

    /// <summary>The folder that the packages go to; absolute.</summary>
    [Required]
    public string Folder { get; set; } = string.Empty;

    /// <summary>The packages.</summary>
    [Output]
    public ITaskItem[] Packages => [.. _packages];

    /// <inheritdoc/>
    protected override void Run(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.Enabled)
            return;
        string path = BasePacking.Write(BasePacking.PackRelease(settings.Request(PackagingTool.Name, null), settings.BasePackageId), Folder);
        Log.LogMessage(MessageImportance.High, "  packed {0} {1} for other machines: {2}", settings.Product, settings.Version, path);
        _packages.Add(new TaskItem(path));
    }
}
