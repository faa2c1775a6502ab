using Fota.Release.Files;
using Fota.Release.Settings;
using Fota.Signing;

namespace Fota.Release.Images;

/// <summary>What firmware compiles in: <c>update_certs.h</c> (the public keys) and <c>fota_version.h</c> (product, version and security counter).</summary>
public static class FirmwareHeaders
{
    private const string Advice = "Check the folder's permissions and the room on the disk, or set FotaHeaderDir to another folder.";

    /// <summary>Writes both where they differ from what is there, so that nothing is compiled again without need.</summary>
    /// <returns>The full path of each, and whether it was written.</returns>
    /// <exception cref="Errors.FotaException">A key is missing (FOTA6004) or no key, or a file cannot be written (FOTA6006).</exception>
    public static IReadOnlyList<(string Path, bool Written)> Write(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<string> keys = settings.PublicKeyFiles;
        KeyFileCheck.RequirePublicKeys(keys);
        return
        [
            Write(settings, "update_certs.h", CertificateHeader.Generate([.. keys.Select(VerificationKey.Load)])),
            Write(settings, "fota_version.h", VersionHeader.Generate(settings.Product, settings.Version, settings.SecurityCounter)),
        ];
    }

    private static (string Path, bool Written) Write(ProjectSettings settings, string name, string text)
    {
        string path = Path.Combine(settings.HeaderDirectory, name);
        return (path, GeneratedFile.Write(path, text, Advice));
    }
}
