using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Release.Bases;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Reports;
using Fota.Release.Trials;
using Fota.Signing;

namespace Fota.Release.Planning;

/// <summary>What is to be packaged, and how. The library reads no environment and no current directory: all paths are absolute.</summary>
public sealed record PackagingRequest
{
    /// <summary>The image that the firmware's build made: a raw binary, ELF, Intel HEX, S-records or UF2.</summary>
    public required string ImageFile { get; init; }

    /// <summary>What gaps between the parts of the image are filled with.</summary>
    public byte ImageFill { get; init; } = Images.Formats.ImageFile.DefaultFill;

    /// <summary>The ELF file that the image was made from (<c>FotaElf</c>); null looks beside the image.</summary>
    public string? ElfFile { get; init; }

    /// <summary>Whether the ELF file goes into the package that other machines take the release from (<c>FotaBasePackageElf</c>).</summary>
    public bool PackElf { get; init; }

    /// <summary>What the image must be wrapped in (<c>FotaImageFormat</c>); null takes it as it is.</summary>
    public Images.Wrappers.WrapperKind? ImageFormat { get; init; }

    /// <summary>The product.</summary>
    public required Product Product { get; init; }

    /// <summary>The version of the image.</summary>
    public required FirmwareVersion Version { get; init; }

    /// <summary>The security counter of the image (<c>FotaSecurityCounter</c>).</summary>
    public uint SecurityCounter { get; init; }

    /// <summary>The folder of the base archive.</summary>
    public required string ArchiveDirectory { get; init; }

    /// <summary>The update folder. Files named as in <see cref="PackageFiles"/> that this build does not make are removed from it.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Where the state for unchanged builds is kept; in the update folder unless given.</summary>
    public string? StateFile { get; init; }

    /// <summary>
    /// Opens the signer; called only when something must be signed, and disposed of. Null leaves the package incomplete, with
    /// <see cref="PackageFiles.SigningRequest"/> for another machine to sign.
    /// </summary>
    public required Func<ISigner>? Signer { get; init; }

    /// <summary>The files of the public keys that devices accept, the current one first. The signer's must be among them.</summary>
    public required IReadOnlyList<string> PublicKeyFiles { get; init; }

    /// <summary>The algorithm that the signer uses; null for the default of the key's kind.</summary>
    public SignatureAlgorithm? Algorithm { get; init; }

    /// <summary>What devices' patchers read (<c>FotaPatchFormat</c>): a patch is made in each. Devices that do not say get the first.</summary>
    public IReadOnlyList<PatchFormat> Formats { get; init; } = [PatchFormats.Default];

    /// <summary>How compact patches are made (<c>FotaPatchMemory</c>, <c>FotaPatchSegment</c>, <c>FotaPatchEffort</c>).</summary>
    public CompactOptions Compact { get; init; } = CompactOptions.Default;

    /// <summary>The flash of devices with one slot; null for devices with two.</summary>
    public OneSlot? OneSlot { get; init; }

    /// <summary>Which releases patches are made from.</summary>
    public BaseSelection Bases { get; init; } = BaseSelection.Latest;

    /// <summary>The share of the bases that this machine makes patches from (<c>FotaBasesPart</c>); null for all.</summary>
    public BasesPart? Part { get; init; }

    /// <summary>Folders with packages of this build, made by parts, from which patches are taken (<c>FotaPatchesFrom</c>).</summary>
    public IReadOnlyList<string> PatchesFrom { get; init; } = [];

    /// <summary>Where bases lie beside the archive (<c>FotaBase</c>).</summary>
    public BaseOrigins Origins { get; init; } = new();

    /// <summary>The build configuration: each has its own previous build.</summary>
    public string Configuration { get; init; } = "default";

    /// <summary>Whether the image becomes a release, if the gate lets it pass. Patches are then made from releases alone.</summary>
    public bool Release { get; init; }

    /// <summary>Whether a release may be below the latest one.</summary>
    public bool AllowOlder { get; init; }

    /// <summary>The bounds that the package must keep.</summary>
    public GateBounds Gate { get; init; } = new();

    /// <summary>The source revision; null where unknown.</summary>
    public string? SourceRevision { get; init; }

    /// <summary>The time to write into the manifest (SOURCE_DATE_EPOCH); null for none.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Name and version of the tool, for the manifest, such as <c>Fota.Build 1.0.0</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>Whether <see cref="PackageFiles.JUnitReport"/> and <see cref="PackageFiles.MarkdownReport"/> are written (<c>FotaReport</c>).</summary>
    public bool Report { get; init; }

    /// <summary>Where the history of the releases is to be found, for the Markdown report (<c>FotaHistoryPage</c>); null where it has no page.</summary>
    public string? HistoryPage { get; init; }

    /// <summary>The emulated device on which each patch is tried before the package is written (<c>FotaEmulate</c>); null tries nothing.</summary>
    public DeviceTrial? Trial { get; init; }

    /// <summary>How long to wait for another build.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that dates what is archived.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The flash that patches in a format are planned for: what devices with two slots take alone needs no plan.</summary>
    internal OneSlot? OneSlotFor(PatchFormat format) => format == PatchFormat.Compact ? null : OneSlot;

    internal const string DefaultStateFile = ".fota-state.json";

    internal string StatePath => StateFile ?? Path.Combine(OutputDirectory, DefaultStateFile);
}
