using Fota.Release.Packaging;
using Fota.Release.Settings;
using Fota.Release.Store;
using Microsoft.Build.Framework;

namespace Fota.Build;

/// <summary>
/// The last step of a build that succeeded: each image that was packaged becomes a release, or the base of the next build. A step of its
/// own, so that a build that fails after the package was made releases nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ArchiveUpdate : SettingsTask
{
    /// <inheritdoc/>
    protected override void Run(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Enabled && UpdatePackager.Archive(settings.Request(PackagingTool.Name), CancellationToken) is { } release)
            Log.LogMessage(MessageImportance.High, "  released {0} {1}: kept in {2}", release.Product, release.Version, settings.ArchiveDirectory);
    }
}
