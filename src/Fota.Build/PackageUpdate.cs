using Fota.Errors;
using Fota.Release;
using Fota.Release.Gate;
using Fota.Release.Packaging;
using Fota.Release.Reports;
using Fota.Release.Settings;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>Makes the update package of each image that was built, unless the gate or the emulated device refuses it.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackageUpdate : SettingsTask
{
    private readonly List<ITaskItem> _package = [];
    private readonly List<ITaskItem> _other = [];

    /// <summary>All files of the packages, and their reports.</summary>
    [Output]
    public ITaskItem[] PackageFiles => [.. _package];

    /// <summary>What packaging needs besides and 'clean' is to remove: states and locks.</summary>
    [Output]
    public ITaskItem[] OtherFiles => [.. _other];

    /// <inheritdoc/>
    protected override void Run(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.Enabled)
            return;
        if (!File.Exists(settings.ImageFile))
        {
            throw new FotaException(
                BuildErrors.ImageMissing,
                $"The build made no image {settings.ImageFile}.",
                "Set FotaImage to the image that the build makes, and FotaAfterImageTargets to the target that makes it.");
        }

        PackagingResult result = UpdatePackager.Make(settings.Request(PackagingTool.Name), CancellationToken);
        foreach (string file in result.Files)
            Name(file, settings);
        foreach (Diagnostic warning in result.Warnings)
            LogPackagingWarning(warning, settings.BaseExpected);
        foreach (string line in PackageSummary.Lines(result, settings.OutputDirectory))
            Log.LogMessage(MessageImportance.High, "  {0}", line);
        foreach (GateResult broken in result.Gate.Where(bound => !bound.Passed))
            LogError(broken.Code, null, $"{broken.What} {broken.Advice}");
    }

    private void Name(string file, ProjectSettings settings)
    {
        string name = Path.GetFileName(file);
        var item = new TaskItem(file);
        if (!Fota.Release.Manifest.PackageFiles.IsPublished(name))
        {
            _other.Add(item);
            return;
        }

        // Where 'dotnet publish' puts it: several packages lie beside each other there.
        item.SetMetadata("RelativePath", Images.Length > 1 ? $"fota/{settings.Product.Id}/{name}" : $"fota/{name}");
        _package.Add(item);
    }

    // At a desk a first build has no base, and that is right. A build server without one has lost its archive.
    private void LogPackagingWarning(Diagnostic warning, bool baseExpected)
    {
        if (warning.Code == ReleaseErrors.BaseMissing && !baseExpected)
            Log.LogMessage(MessageImportance.High, "  {0}", warning.What);
        else
            LogWarning(warning.Code, warning.File, $"{warning.What} {warning.Advice}");
    }
}
