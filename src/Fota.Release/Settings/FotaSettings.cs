using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Emulator;
using Fota.Release.Bases;
using Fota.Release.Bases.Packages;
using Fota.Release.Images;
using Fota.Release.Images.Wrappers;
using Fota.Release.Planning;
using Fota.Signing;

namespace Fota.Release.Settings;

/// <summary>
/// All settings of a project, in the order of the table of docs/settings.md, which a test compares with this one: name, default, meaning, and what
/// reads the text. Defaults with <c>$(</c> are the build's.
/// </summary>
public static class FotaSettings
{
#pragma warning disable CS1591 // Each setting says itself what it means.
    public static readonly Setting<bool> Enabled = new("FotaEnabled", "true",
        "`false`: headers are written, so that the firmware compiles, and no package is made",
        SettingText.Flag);
    public static readonly Setting<Product> Product = new("FotaProduct", "$(MSBuildProjectName)",
        "The product's name; a device refuses updates of another product",
        Images.Product.Parse);
    public static readonly Setting<FirmwareVersion> Version = new("FotaVersion", "$(Version)",
        "The firmware's version (SemVer 2)",
        FirmwareVersion.Parse);
    public static readonly Setting<uint> SecurityCounter = new("FotaSecurityCounter", "0",
        "Devices take no image with a lower one than they run; raise it when older images must not come back",
        SettingText.Counter);
    public static readonly Setting<string> Image = new("FotaImage", "$(OutDir)application.bin",
        "The image that the build makes: a raw binary; or a linked ELF, Intel HEX, S-record or UF2 file, from which it is taken",
        SettingText.Plain);
    public static readonly Setting<byte> ImageFill = new("FotaImageFill", "0xFF",
        "What gaps between the parts of such a file are filled with",
        SettingText.Fill);
    public static readonly Setting<string> Elf = new("FotaElf", "",
        "Compact patches: the linked ELF file of the image, for its link address. Empty: the one beside the image, such as `application.elf`; else it is inferred",
        SettingText.Plain);
    public static readonly Setting<WrapperKind?> ImageFormat = new("FotaImageFormat", "",
        "What the image must be: `mcuboot`, signed by imgtool, or `esp-idf` (docs/mcuboot.md). Empty: both are recognised, and anything else is taken too",
        SettingText.Wrapper);
    public static readonly Setting<string> OutputDir = new("FotaOutputDir", "$(OutDir)fota/", "Where the package goes", SettingText.Plain);
    public static readonly Setting<string> HeaderDir = new("FotaHeaderDir", "$(IntermediateOutputPath)fota/",
        "Where `update_certs.h` and `fota_version.h` go",
        SettingText.Plain);
    public static readonly Setting<string> ArchiveDir = new("FotaArchiveDir", ".fota/$(Configuration)/",
        "The archive of bases",
        SettingText.Plain);
    public static readonly Setting<IReadOnlyList<PatchFormat>> PatchFormat = new("FotaPatchFormat", "jojodiff-0.8.5",
        "What the device's patcher reads: `compact` for small patches (docs/compact.md); `jojodiff-0.8.1` for JojoDiff and JANPatch from before 2020 and 2024. Several, `;` between them: a patch in each, for a fleet that moves",
        SettingText.PatchFormats);
    public static readonly Setting<int> PatchMemory = new("FotaPatchMemory", "4.5KB",
        "Compact patches: the RAM that the device's decoder may take, its stack included; the gate refuses more",
        SettingText.PatchMemory);
    public static readonly Setting<int> PatchSegment = new("FotaPatchSegment", "64KB",
        "Compact patches: what a device does again after an interruption, a power of two",
        SettingText.PatchSegment);
    public static readonly Setting<CompactEffort> PatchEffort = new("FotaPatchEffort", "normal",
        "Compact patches: `most` takes twice as long, for about 0.3 % less",
        SettingText.PatchEffort);
    public static readonly Setting<int> Slots = new("FotaSlots", "2",
        "`1`: the device has room for one image, which is replaced where it lies; see docs/inplace.md",
        SettingText.Slots);
    public static readonly Setting<int> Flash = new("FotaFlash", "",
        "With one slot: the flash for the image and its spare sectors, such as `200KB`",
        SettingText.Memory);
    public static readonly Setting<int> SectorSize = new("FotaSectorSize", "4KB",
        "With one slot: what that flash erases at once; its largest sector where they differ",
        SettingText.Memory);
    public static readonly Setting<int> SpareSectors = new("FotaSpareSectors", "2",
        "With one slot: how many sectors must be free beside the larger of the old and the new image; fewer make patches larger",
        SettingText.SpareSectors);
    public static readonly Setting<BaseSelection> BaseVersions = new("FotaBaseVersions", "",
        "Releases to make patches from: versions (`1.0.0;1.1.0`) or a NuGet range (`[1.0.0,2.0.0)`). Empty or `latest`: the latest release, or the previous build while there is no release",
        BaseSelection.Parse);
    public static readonly Setting<BasePlaces> BasesFrom = new("FotaBasesFrom", "archive",
        "Where `FotaBaseVersions` selects from: `archive`; `packages`, the NuGet packages that `fota.bases.json` pins (docs/bases.md); or both, `;` between them",
        SettingText.BasePlaces);
    public static readonly Setting<IReadOnlyList<BaseFile>> Base = new("FotaBase", "",
        "Images from any other place to make patches from too: items with the metadata `Version` and `Sha256`, in `fota.json` a list of `VERSION SHA256 FILE`",
        BaseFile.ParseList);
    public static readonly Setting<BasePackageId> BasePackageId = new("FotaBasePackageId", "",
        "The id of the package that a release is packed as for NuGet feeds (docs/bases.md). Empty: `FotaProduct` with `.Firmware`",
        Bases.Packages.BasePackageId.Parse);
    public static readonly Setting<bool> BasePackageElf = new("FotaBasePackageElf", "false",
        "The ELF file of the image goes into that package too, for `fota explain`",
        SettingText.Flag);
    public static readonly Setting<BasesPart?> BasesPart = new("FotaBasesPart", "",
        "Make the patches from a part of the bases alone: `2/4` for the second of four machines (docs/ci.md). Needs `FotaDeferSigning`",
        SettingText.BasesPart);
    public static readonly Setting<IReadOnlyList<string>> PatchesFrom = new("FotaPatchesFrom", "",
        "Update folders of such parts, or a folder with them, `;` between several: their patches are taken, and what is missing is made here",
        SettingText.List);
    public static readonly Setting<bool> Release = new("FotaRelease", "false",
        "The image becomes a release, if it passes the gate",
        SettingText.Flag);
    public static readonly Setting<string> SourceRevision = new("FotaSourceRevision", "$(SourceRevisionId)",
        "The source revision, for manifest and archive",
        SettingText.Plain);
    public static readonly Setting<IReadOnlyList<string>> PublicKey = new("FotaPublicKey", "keys/update.pub",
        "The public keys that devices accept, the current one first: `;` between files",
        SettingText.List);
    public static readonly Setting<string> SigningKey = new("FotaSigningKey", "keys/update.key",
        "The private key: a file, or a PKCS#11 URI (`pkcs11:token=...;object=...`)",
        SettingText.Plain);
    public static readonly Setting<string> SigningKeyPasswordVariable = new("FotaSigningKeyPasswordVariable", "",
        "The name of the environment variable that holds the key's password or the token's PIN",
        SettingText.Plain);
    public static readonly Setting<string> SigningKeyPasswordFile = new("FotaSigningKeyPasswordFile", "",
        "A file with it",
        SettingText.Plain);
    public static readonly Setting<string> Pkcs11Module = new("FotaPkcs11Module", "",
        "The token's driver, where the URI does not name it",
        SettingText.Plain);
    public static readonly Setting<string> SigningCommand = new("FotaSigningCommand", "",
        "A program that signs instead: it gets the digest and returns the signature",
        SettingText.Plain);
    public static readonly Setting<TimeSpan?> SigningTimeout = new("FotaSigningTimeout", "",
        "Seconds that it may take; 120 unless set",
        SettingText.Seconds);
    public static readonly Setting<bool> DeferSigning = new("FotaDeferSigning", "false",
        "Leave the package unsigned, for another machine to sign (`fota sign --attach`)",
        SettingText.Flag);
    public static readonly Setting<SignatureAlgorithm?> SignatureAlgorithm = new("FotaSignatureAlgorithm", "",
        "`rsa-pkcs1-sha256`, `rsa-pss-sha256` or `ecdsa-p256-sha256`; empty: the first for RSA keys, the last for P-256",
        SettingText.Algorithm);
    public static readonly Setting<bool> DevelopmentKey = new("FotaDevelopmentKey", "false",
        "Create an unprotected key pair where there is none: for samples and trials only",
        SettingText.Flag);
    public static readonly Setting<ByteSize?> MaxPatchSize = new("FotaMaxPatchSize", "",
        "Gate: the largest download with a patch, header and signature included, such as `8KB`",
        SettingText.Size);
    public static readonly Setting<double?> MaxPatchPercent = new("FotaMaxPatchPercent", "",
        "Gate: the same in percent of the image",
        SettingText.Percent);
    public static readonly Setting<ByteSize?> MaxImageSize = new("FotaMaxImageSize", "", "Gate: the largest image", SettingText.Size);
    public static readonly Setting<bool> RequireBase = new("FotaRequireBase", "false",
        "Gate: there must be a base, and each one that `FotaBaseVersions` lists",
        SettingText.Flag);
    public static readonly Setting<bool> RequireNewerVersion = new("FotaRequireNewerVersion", "false",
        "Gate: the version must be above the latest release",
        SettingText.Flag);
    public static readonly Setting<bool> RequireSignature = new("FotaRequireSignature", "false",
        "Gate: the package must be signed; a release always must",
        SettingText.Flag);
    public static readonly Setting<bool> Report = new("FotaReport", "false",
        "Write the gate's results as JUnit XML and Markdown",
        SettingText.Flag);
    public static readonly Setting<string> HistoryPage = new("FotaHistoryPage", "",
        "Where people find the page that `fota history --html` makes, an address or a path beside the report: the Markdown links to it",
        SettingText.Plain);
    public static readonly Setting<bool> Emulate = new("FotaEmulate", "false",
        "Run every patch on an emulated device; the build fails where the device would not install it",
        SettingText.Flag);
    public static readonly Setting<bool> EmulateRequireExecution = new("FotaEmulateRequireExecution", "false",
        "The build also fails where the firmware was linked for other hardware, so that the emulated device installed it and did not run it",
        SettingText.Flag);
    public static readonly Setting<DeviceProfile> EmulateDevice = new("FotaEmulateDevice", "",
        "The emulated device: `xdot`, `stm32l4`, `stm32f4`, `nrf52840`, `nrf5340` or `rp2040` (docs/device.md). Empty: a Cortex-M3 with 32 KB of RAM, and 256 KB of flash in sectors of 1 KB",
        DevicePresets.Find);
    public static readonly Setting<int> EmulateRam = new("FotaEmulateRam", "", "Its RAM, where that is another", SettingText.Memory);
    public static readonly Setting<int> EmulateFlash = new("FotaEmulateFlash", "", "Its flash", SettingText.Memory);
    public static readonly Setting<SectorMap> EmulateSectorSize = new("FotaEmulateSectorSize", "",
        "What its flash erases at once, up to `128KB`; where sectors differ, all of them, such as `16Kx4;64K;128K`",
        SettingText.Sectors);
    public static readonly Setting<int> EmulateProgramUnit = new("FotaEmulateProgramUnit", "",
        "What its flash programs at once and only once: 4, 8, 16 or 32 bytes",
        SettingText.Memory);
    public static readonly Setting<byte> EmulateEraseValue = new("FotaEmulateEraseValue", "",
        "What its flash reads when erased: `0xFF`, or `0x00` as on STM32L0 and L1",
        SettingText.Fill);
    public static readonly Setting<DeviceCpu> EmulateCpu = new("FotaEmulateCpu", "",
        "Its core: `cortex-m0`, `cortex-m3`, `cortex-m4` or `cortex-m33`",
        DeviceProfile.ParseCpu);
    public static readonly Setting<string> MbedTlsDir = new("FotaMbedTlsDir", "",
        "The Mbed TLS 2.28 or 3.6 sources for it. Empty: the environment variable `FOTA_MBEDTLS_DIR`, or fetched once for each user from the Linux distribution's source package",
        SettingText.Plain);
    public static readonly Setting<string> BeforeCompileTargets = new("FotaBeforeCompileTargets", "ArmGccCompile;CoreCompile;ClCompile",
        "The headers are written before the first of these targets",
        SettingText.Plain);
    public static readonly Setting<string> AfterImageTargets = new("FotaAfterImageTargets", "ArmGccImage;Link",
        "The image is packaged after the first of these targets, or else at the end of `Build`",
        SettingText.Plain);
#pragma warning restore CS1591

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Enabled, Product, Version, SecurityCounter, Image, ImageFill, Elf, ImageFormat, OutputDir,
        HeaderDir, ArchiveDir, PatchFormat, PatchMemory, PatchSegment, PatchEffort, Slots, Flash, SectorSize, SpareSectors, BaseVersions, BasesFrom, Base, BasePackageId, BasePackageElf, BasesPart, PatchesFrom, Release,
        SourceRevision, PublicKey, SigningKey, SigningKeyPasswordVariable, SigningKeyPasswordFile,
        Pkcs11Module, SigningCommand, SigningTimeout, DeferSigning, SignatureAlgorithm,
        DevelopmentKey, MaxPatchSize, MaxPatchPercent, MaxImageSize, RequireBase,
        RequireNewerVersion, RequireSignature, Report, HistoryPage, Emulate, EmulateRequireExecution, EmulateDevice, EmulateRam,
        EmulateFlash, EmulateSectorSize, EmulateProgramUnit, EmulateEraseValue, EmulateCpu, MbedTlsDir, BeforeCompileTargets,
        AfterImageTargets,
    ];
}
