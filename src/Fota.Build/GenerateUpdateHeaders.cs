using Fota.Release.Images;
using Fota.Release.Settings;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>Writes what the firmware compiles in: <c>update_certs.h</c> (the public keys) and <c>fota_version.h</c> (product, version and security counter).</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateUpdateHeaders : SettingsTask
{
    private readonly List<ITaskItem> _headers = [];

    /// <summary>The headers.</summary>
    [Output]
    public ITaskItem[] Headers => [.. _headers];

    /// <inheritdoc/>
    protected override void Run(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach ((string path, bool written) in FirmwareHeaders.Write(settings))
        {
            if (written)
                Log.LogMessage(MessageImportance.Low, "{0} written.", path);
            _headers.Add(new TaskItem(path));
        }
    }
}
