using Fota.Release.Images;
using Fota.Release.Settings;
using Fota.Signing;
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
        IReadOnlyList<string> keys = settings.PublicKeyFiles;
        KeyFileCheck.RequirePublicKeys(keys);
        Write(settings, "update_certs.h", CertificateHeader.Generate([.. keys.Select(VerificationKey.Load)]));
        Write(settings, "fota_version.h", VersionHeader.Generate(settings.Product, settings.Version, settings.SecurityCounter));
    }

    private void Write(ProjectSettings settings, string name, string text)
    {
        string path = Path.Combine(settings.HeaderDirectory, name);
        if (GeneratedFile.Write(path, text, "Check the folder's permissions and the room on the disk, or set FotaHeaderDir to another folder."))
            Log.LogMessage(MessageImportance.Low, "{0} written.", path);
        _headers.Add(new TaskItem(path));
    }
}
