using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Delta.InPlace;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Bases.Packages;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Planning;
using Fota.Release.Trials;
using Fota.Signing;

namespace Fota.Release.Settings;

/// <summary>
/// The settings of one firmware image, in types: what a build, a command and a file have by name. Each door to packaging makes its
/// <see cref="PackagingRequest"/> here.
/// </summary>
public sealed class ProjectSettings
{
    private readonly NamedSettings _settings;
    private readonly ProjectPaths _paths;

    /// <param name="settings">The texts by name.</param>
    /// <param name="directory">The folder that relative paths start from; absolute.</param>
    public ProjectSettings(NamedSettings settings, string directory)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _paths = new ProjectPaths(directory);
    }

    /// <summary>Finds the folder that NuGet extracts packages into, where no restore has named it.</summary>
    internal Func<string>? PackageFolder { get; init; }

    /// <summary>Whether packages are made at all.</summary>
    public bool Enabled => _settings.Get(FotaSettings.Enabled);

    /// <summary>The product.</summary>
    public Product Product => _settings.Require(FotaSettings.Product);

    /// <summary>The version of the firmware.</summary>
    public FirmwareVersion Version => _settings.Require(FotaSettings.Version);

    /// <summary>The security counter.</summary>
    public uint SecurityCounter => _settings.Get(FotaSettings.SecurityCounter);

    /// <summary>The build configuration.</summary>
    public string Configuration => _settings.Require(BuildFacts.Configuration);

    /// <summary>The image that the build makes.</summary>
    public string ImageFile => PathOf(FotaSettings.Image);

    /// <summary>The update folder.</summary>
    public string OutputDirectory => PathOf(FotaSettings.OutputDir);

    /// <summary>Where the generated headers go.</summary>
    public string HeaderDirectory => PathOf(FotaSettings.HeaderDir);

    /// <summary>The archive of bases.</summary>
    public string ArchiveDirectory => PathOf(FotaSettings.ArchiveDir);

    /// <summary>The files of the public keys, the current one first.</summary>
    public IReadOnlyList<string> PublicKeyFiles => [.. _settings.Require(FotaSettings.PublicKey).Select(_paths.Of)];

    /// <summary>How packages are signed.</summary>
    public SigningSettings Signing => new(_settings, _paths, PublicKeyFiles);

    /// <summary>Whether a build creates a key pair where there is none.</summary>
    public bool DevelopmentKey => _settings.Get(FotaSettings.DevelopmentKey);

    /// <summary>Whether the next build creates a key pair: it may, and there is not even half of one.</summary>
    public bool MakesDevelopmentKey =>
        DevelopmentKey && Signing.KeyFile is { } key && !File.Exists(key) && !PublicKeyFiles.Any(File.Exists) && !Release && !OnBuildServer;

    /// <summary>Whether the image becomes a release.</summary>
    public bool Release => _settings.Get(FotaSettings.Release);

    /// <summary>Whether a build server builds.</summary>
    public bool OnBuildServer => _settings.Get(BuildFacts.OnBuildServer);

    /// <summary>Where bases lie beside the archive.</summary>
    public BaseOrigins Origins => new()
    {
        Places = _settings.Get(FotaSettings.BasesFrom),
        Packages = _settings.Get(FotaSettings.BasesFrom).HasFlag(BasePlaces.Packages) ? Packages : null,
        Files = [.. (_settings.Get(FotaSettings.Base) ?? []).Select(file => file with { Path = _paths.Of(file.Path) })],
    };

    /// <summary>The packages of bases, whether or not the project takes its bases from them.</summary>
    public PackagesOrigin Packages => new(
        _paths.Of(BaseLock.FileName), BasePackageId, PackageFolders, PublicKeyFiles);

    /// <summary>The id of the packages in NuGet feeds that hold the product's releases.</summary>
    public BasePackageId BasePackageId => _settings.Get(FotaSettings.BasePackageId) ?? BasePackageId.Of(Product);

    /// <summary>Whether a missing base is worth a warning: on a build server it means that the archive was not restored.</summary>
    public bool BaseExpected => OnBuildServer || _settings.Text(FotaSettings.BaseVersions).Length > 0;

    /// <summary>The emulated device, whether or not each build tries its patches on it.</summary>
    public DeviceTrial Device => new()
    {
        Device = Profile(_settings.Get(FotaSettings.EmulateDevice) ?? new DeviceProfile()),
        RequireExecution = _settings.Get(FotaSettings.EmulateRequireExecution),
        MbedTlsDirectory = _settings.Text(FotaSettings.MbedTlsDir) is { Length: > 0 } folder ? _paths.Of(folder) : null,
        DeviceDirectory = _settings.Text(BuildFacts.DeviceDirectory) is { Length: > 0 } sources ? _paths.Of(sources) : null,
    };

    /// <summary>The bounds of the gate that are set, and the trial, by name and with the text that sets them.</summary>
    public IReadOnlyList<(string Name, string Text)> Bounds =>
    [
        .. from setting in (Setting[])
               [FotaSettings.MaxPatchSize, FotaSettings.MaxPatchPercent, FotaSettings.MaxImageSize, FotaSettings.RequireBase, FotaSettings.RequireNewerVersion, FotaSettings.RequireSignature, FotaSettings.Emulate, FotaSettings.EmulateRequireExecution]
           let text = _settings.Text(setting)
           where text.Length > 0 && !text.Equals("false", StringComparison.OrdinalIgnoreCase)
           select (setting.Name, text),
    ];

    /// <summary>What is to be packaged, and how.</summary>
    /// <param name="tool">Name and version of the tool, for the manifest.</param>
    /// <exception cref="Errors.FotaException">A setting cannot be meant, or a key is missing.</exception>
    public PackagingRequest Request(string tool) => Request(tool, Signing.Opener());

    /// <summary>The same, signed by what is given instead.</summary>
    /// <param name="tool">Name and version of the tool, for the manifest.</param>
    /// <param name="signer">Opens the signer; null where another machine signs.</param>
    /// <exception cref="Errors.FotaException">A setting cannot be meant.</exception>
    public PackagingRequest Request(string tool, Func<ISigner>? signer)
    {
        _settings.Check();
        BasesPart? part = _settings.Get(FotaSettings.BasesPart);
        if (part is not null && signer is not null)
            throw Contradiction($"FotaBasesPart is {part}, and a package with a part of the patches is not one to sign.", "Set FotaDeferSigning here, and sign where FotaPatchesFrom joins the parts.");
        return new PackagingRequest
        {
            ImageFile = ImageFile,
            ImageFill = _settings.Get(FotaSettings.ImageFill),
            ElfFile = _settings.Text(FotaSettings.Elf) is { Length: > 0 } elf ? _paths.Of(elf) : null,
            PackElf = _settings.Get(FotaSettings.BasePackageElf),
            ImageFormat = _settings.Get(FotaSettings.ImageFormat),
            Product = Product,
            Version = Version,
            SecurityCounter = SecurityCounter,
            ArchiveDirectory = ArchiveDirectory,
            OutputDirectory = OutputDirectory,
            StateFile = _settings.Text(BuildFacts.StateDirectory) is { Length: > 0 } folder ? Path.Combine(_paths.Of(folder), $"{Product.Id}.state.json") : null,
            Signer = signer,
            PublicKeyFiles = PublicKeyFiles,
            Algorithm = Signing.Algorithm,
            Formats = _settings.Require(FotaSettings.PatchFormat),
            Compact = new CompactOptions
            {
                Memory = _settings.Get(FotaSettings.PatchMemory),
                SegmentSize = _settings.Get(FotaSettings.PatchSegment),
                Effort = _settings.Get(FotaSettings.PatchEffort),
            },
            OneSlot = OneSlot,
            Bases = _settings.Get(FotaSettings.BaseVersions) ?? BaseSelection.Latest,
            Part = part,
            PatchesFrom = [.. (_settings.Get(FotaSettings.PatchesFrom) ?? []).Select(_paths.Of)],
            Origins = Origins,
            Configuration = Configuration,
            Release = Release,
            Gate = new GateBounds
            {
                MaxPatchSize = _settings.Get(FotaSettings.MaxPatchSize),
                MaxPatchPercent = _settings.Get(FotaSettings.MaxPatchPercent),
                MaxImageSize = _settings.Get(FotaSettings.MaxImageSize),
                RequireBase = _settings.Get(FotaSettings.RequireBase),
                RequireNewerVersion = _settings.Get(FotaSettings.RequireNewerVersion),
                RequireSignature = _settings.Get(FotaSettings.RequireSignature),
            },
            SourceRevision = _settings.Text(FotaSettings.SourceRevision) is { Length: > 0 } revision ? revision : null,
            Created = _settings.Get(BuildFacts.Created),
            Tool = tool,
            Report = _settings.Get(FotaSettings.Report),
            HistoryPage = _settings.Text(FotaSettings.HistoryPage) is { Length: > 0 } page ? page : null,
            Trial = _settings.Get(FotaSettings.Emulate) ? Device : null,
        };
    }

    private IReadOnlyList<string> PackageFolders => _settings.Get(BuildFacts.PackageFolders) is { Count: > 0 } restored
        ? [.. restored.Select(_paths.Of)]
        : PackageFolder is { } find ? [find()] : [];

    private DeviceProfile Profile(DeviceProfile device) => device with
    {
        Ram = GetOr(FotaSettings.EmulateRam, device.Ram),
        Flash = GetOr(FotaSettings.EmulateFlash, device.Flash),
        Sectors = _settings.Get(FotaSettings.EmulateSectorSize) ?? device.Sectors,
        ProgramUnit = GetOr(FotaSettings.EmulateProgramUnit, device.ProgramUnit),
        EraseValue = GetOr(FotaSettings.EmulateEraseValue, device.EraseValue),
        Cpu = GetOr(FotaSettings.EmulateCpu, device.Cpu),
        RegionBlocks = OneSlot?.Region.Blocks ?? 0,
        RegionBlockSize = OneSlot?.Region.BlockSize ?? 0,
    };

    private T GetOr<T>(Setting<T> setting, T fallback)
        where T : struct => _settings.Text(setting).Length == 0 ? fallback : _settings.Get(setting);

    private OneSlot? OneSlot
    {
        get
        {
            if (_settings.Get(FotaSettings.Slots) == 2)
                return null;
            (int flash, int sector) = (_settings.Require(FotaSettings.Flash), _settings.Get(FotaSettings.SectorSize));
            if (sector <= 0 || flash % sector != 0)
                throw Contradiction($"FotaFlash, {flash} bytes, is no multiple of FotaSectorSize, {sector} bytes.", "Give the size of whole sectors.");
            if (_settings.Require(FotaSettings.PatchFormat).All(format => format == PatchFormat.Compact))
                throw Contradiction("FotaSlots is 1, and compact patches need two slots.", "Set FotaPatchFormat to jojodiff-0.8.5, or to jojodiff-0.8.5;compact for a fleet with both.");
            return new OneSlot(new FlashRegion(sector, flash / sector), _settings.Get(FotaSettings.SpareSectors));
        }
    }

    private static FotaException Contradiction(string what, string advice) => new(SettingErrors.ValueInvalid, what, advice);

    private string PathOf(Setting<string> setting) => _paths.Of(_settings.Require(setting));
}
