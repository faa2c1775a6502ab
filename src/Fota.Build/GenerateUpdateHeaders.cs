using Fota.Release.Images;
using Fota.Signing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>Writes what the firmware compiles in: <c>update_certs.h</c> (the public keys) and <c>fota_version.h</c> (product, version and security counter).</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateUpdateHeaders : FotaTask
{
    /// <summary>The public key files, the current one first.</summary>
    [Required]
    public string[] PublicKeys { get; set; } = [];

    /// <summary>The product's name.</summary>
    [Required]
    public string Product { get; set; } = string.Empty;

    /// <summary>The firmware's version.</summary>
    [Required]
    public string FirmwareVersion { get; set; } = string.Empty;

    /// <summary>The security counter; empty for 0.</summary>
    public string SecurityCounter { get; set; } = string.Empty;

    /// <summary>Where the headers go.</summary>
    [Required]
    public string HeaderDirectory { get; set; } = string.Empty;

    /// <summary>The headers.</summary>
    [Output]
    public ITaskItem[] Headers { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        KeyFileCheck.RequirePublicKeys(PublicKeys);
        string certificates = CertificateHeader.Generate(Array.ConvertAll(PublicKeys, VerificationKey.Load));
        string version = VersionHeader.Generate(
            Fota.Release.Images.Product.Parse(Product),
            Fota.Release.Images.FirmwareVersion.Parse(FirmwareVersion),
            Property.ParseCounter(SecurityCounter));
        Headers = [Write("update_certs.h", certificates), Write("fota_version.h", version)];
    }

    private TaskItem Write(string name, string text)
    {
        string path = Path.Combine(HeaderDirectory, name);
        if (GeneratedFile.Write(path, text, "Check the folder's permissions and the room on the disk, or set FotaHeaderDir to another folder."))
            Log.LogMessage(MessageImportance.Low, "{0} written.", path);
        return new TaskItem(path);
    }
}
