using Microsoft.Build.Framework;

namespace Fota.Build;

/// <content>The parameters: the project's properties, as text. README.md explains each property.</content>
public sealed partial class PackageUpdate
{
    /// <summary>The raw binary image (FotaImage).</summary>
    [Required]
    public string Image { get; set; } = string.Empty;

    /// <summary>The product (FotaProduct).</summary>
    [Required]
    public string Product { get; set; } = string.Empty;

    /// <summary>The version (FotaVersion).</summary>
    [Required]
    public string FirmwareVersion { get; set; } = string.Empty;

    /// <summary>The security counter (FotaSecurityCounter); empty for 0.</summary>
    public string SecurityCounter { get; set; } = string.Empty;

    /// <summary>The archive of bases (FotaArchiveDir).</summary>
    [Required]
    public string ArchiveDirectory { get; set; } = string.Empty;

    /// <summary>The update folder (FotaOutputDir).</summary>
    [Required]
    public string OutputDirectory { get; set; } = string.Empty;

    /// <summary>Where the state of the last packaging is kept.</summary>
    [Required]
    public string StateFile { get; set; } = string.Empty;

    /// <summary>The public key files (FotaPublicKey).</summary>
    [Required]
    public string[] PublicKeys { get; set; } = [];

    /// <summary>The folder of the project: a signing command runs there.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = string.Empty;

    /// <summary>The build configuration.</summary>
    [Required]
    public string Configuration { get; set; } = string.Empty;

    /// <summary>What patches are written in (FotaPatchFormat).</summary>
    public string PatchFormat { get; set; } = string.Empty;

    /// <summary>Which releases patches are made from (FotaBaseVersions).</summary>
    public string BaseVersions { get; set; } = string.Empty;

    /// <summary>Whether the image becomes a release (FotaRelease).</summary>
    public bool Release { get; set; }

    /// <summary>Whether a missing base is worth a warning: on a build server it means that the archive was not restored.</summary>
    public bool BaseExpected { get; set; }

    /// <summary>The source revision (FotaSourceRevision).</summary>
    public string SourceRevision { get; set; } = string.Empty;

    /// <summary>Seconds since 1970 for the manifest (SOURCE_DATE_EPOCH); empty for no time.</summary>
    public string SourceDateEpoch { get; set; } = string.Empty;

    /// <summary>The private key file or PKCS#11 URI (FotaSigningKey).</summary>
    public string SigningKey { get; set; } = string.Empty;

    /// <summary>The name of the environment variable with the key's password or the token's PIN (FotaSigningKeyPasswordVariable).</summary>
    public string SigningKeyPasswordVariable { get; set; } = string.Empty;

    /// <summary>The file with the key's password or the token's PIN (FotaSigningKeyPasswordFile).</summary>
    public string SigningKeyPasswordFile { get; set; } = string.Empty;

    /// <summary>The program that signs (FotaSigningCommand).</summary>
    public string SigningCommand { get; set; } = string.Empty;

    /// <summary>Seconds that the program may take (FotaSigningTimeout).</summary>
    public string SigningTimeout { get; set; } = string.Empty;

    /// <summary>The token's driver (FotaPkcs11Module).</summary>
    public string Pkcs11Module { get; set; } = string.Empty;

    /// <summary>Whether another machine signs later (FotaDeferSigning).</summary>
    public bool DeferSigning { get; set; }

    /// <summary>The signature algorithm (FotaSignatureAlgorithm).</summary>
    public string SignatureAlgorithm { get; set; } = string.Empty;

    /// <summary>The gate's bound for patches (FotaMaxPatchSize).</summary>
    public string MaxPatchSize { get; set; } = string.Empty;

    /// <summary>The gate's bound for patches in percent of the image (FotaMaxPatchPercent).</summary>
    public string MaxPatchPercent { get; set; } = string.Empty;

    /// <summary>The gate's bound for the image (FotaMaxImageSize).</summary>
    public string MaxImageSize { get; set; } = string.Empty;

    /// <summary>Whether the gate asks for a base (FotaRequireBase).</summary>
    public bool RequireBase { get; set; }

    /// <summary>Whether the gate asks for a version above the latest release (FotaRequireNewerVersion).</summary>
    public bool RequireNewerVersion { get; set; }

    /// <summary>Whether the gate asks for signatures (FotaRequireSignature).</summary>
    public bool RequireSignature { get; set; }

    /// <summary>Whether reports for the build server are written (FotaReport).</summary>
    public bool Report { get; set; }

    /// <summary>Whether each patch is run on an emulated device (FotaEmulate).</summary>
    public bool Emulate { get; set; }

    /// <summary>The emulated device's RAM (FotaEmulateRam).</summary>
    public string EmulateRam { get; set; } = string.Empty;

    /// <summary>The emulated device's flash (FotaEmulateFlash).</summary>
    public string EmulateFlash { get; set; } = string.Empty;

    /// <summary>The emulated flash's sector size (FotaEmulateSectorSize).</summary>
    public string EmulateSectorSize { get; set; } = string.Empty;

    /// <summary>The emulated device's core (FotaEmulateCpu).</summary>
    public string EmulateCpu { get; set; } = string.Empty;

    /// <summary>The folder of the Mbed TLS sources (FotaMbedTlsDir).</summary>
    public string MbedTlsDirectory { get; set; } = string.Empty;

    /// <summary>The folder of the device's C sources (FotaDeviceDir).</summary>
    public string DeviceDirectory { get; set; } = string.Empty;

    /// <summary>The folder with the generated headers (FotaHeaderDir).</summary>
    public string HeaderDirectory { get; set; } = string.Empty;

    /// <summary>All files of the package.</summary>
    [Output]
    public ITaskItem[] PackageFiles { get; private set; } = [];
}
