using Fota.Errors;
using static Fota.Errors.ErrorCategory;

namespace Fota.Release;

/// <summary>The failures of this library: FOTA3xxx for images, versions, archive, package; FOTA4xxx for the gate. docs/errors.md explains each.</summary>
public static class ReleaseErrors
{
#pragma warning disable CS1591 // Each code says in its title what it stands for.
    public static readonly ErrorCode ProductInvalid = new("FOTA3001", Usage, "The product's name is not usable");
    public static readonly ErrorCode VersionInvalid = new("FOTA3002", Usage, "Not a semantic version");
    public static readonly ErrorCode VersionNotRepresentable = new("FOTA3003", Usage, "The version does not fit a device's record");
    public static readonly ErrorCode SizeInvalid = new("FOTA3004", Usage, "Not a size or percentage");
    public static readonly ErrorCode ImageUnreadable = new("FOTA3005", ErrorCategory.Environment, "The image cannot be read");
    public static readonly ErrorCode ImageSizeRefused = new("FOTA3006", Damaged, "The image is empty or too large");
    public static readonly ErrorCode ImageInfoDuplicate = new("FOTA3007", Damaged, "The image has two info records");
    public static readonly ErrorCode ImageInfoUnknown = new("FOTA3008", Damaged, "The image's info record has an unknown format");
    public static readonly ErrorCode ImageInfoMissing = new("FOTA3009", Refused, "The image has no info record");
    public static readonly ErrorCode ImageProductDiffers = new("FOTA3010", Refused, "The image belongs to another product");
    public static readonly ErrorCode ImageVersionDiffers = new("FOTA3011", Refused, "The image carries another version");
    public static readonly ErrorCode VersionOrderLost = new("FOTA3012", Refused, "A device would not see the version as newer");
    public static readonly ErrorCode ImageCounterDiffers = new("FOTA3013", Refused, "The image carries another security counter");
    public static readonly ErrorCode ImageFileRefused = new("FOTA3014", Usage, "The file is no firmware image");
    public static readonly ErrorCode ImageFileDamaged = new("FOTA3015", Damaged, "An ELF, Intel HEX, S-record or UF2 file is damaged");
    public static readonly ErrorCode ImageFileOverlaps = new("FOTA3016", Damaged, "Parts of the image overlap");
    public static readonly ErrorCode ImageFileApart = new("FOTA3017", Usage, "Parts of the image are too far from each other");
    public static readonly ErrorCode ImageWrapperDamaged = new("FOTA3018", Damaged, "An MCUboot or ESP-IDF image is damaged");
    public static readonly ErrorCode ImageWrapperMissing = new("FOTA3019", Usage, "The image is not what FotaImageFormat says");

    public static readonly ErrorCode ArchiveFormatNewer = new("FOTA3020", ErrorCategory.Environment, "The archive was written by a newer version");
    public static readonly ErrorCode ArchiveDamaged = new("FOTA3021", Damaged, "A file of the archive is damaged");
    public static readonly ErrorCode ArchivedImageDamaged = new("FOTA3022", Damaged, "An archived image is missing or damaged");
    public static readonly ErrorCode ArchiveNotAccessible = new("FOTA3024", ErrorCategory.Environment, "The archive cannot be read or written");
    public static readonly ErrorCode ReleaseNotFound = new("FOTA3025", Usage, "There is no such release or build in the archive");
    public static readonly ErrorCode ReleaseNotNewer = new("FOTA3026", Refused, "The version is not above the latest release");
    public static readonly ErrorCode ReleaseTaken = new("FOTA3027", Refused, "The version is released already, with other bits");

    public static readonly ErrorCode BaseVersionsInvalid = new("FOTA3030", Usage, "FotaBaseVersions is neither a list of versions nor a range");
    public static readonly ErrorCode BaseMissing = new("FOTA3031", Refused, "There is no base to make a patch from");
    public static readonly ErrorCode BaseNotBelow = new("FOTA3032", Usage, "A base is not below the version");
    public static readonly ErrorCode PatchNotSmaller = new("FOTA3033", Refused, "A patch is not smaller than the image");
    public static readonly ErrorCode BuildOfReleasedVersion = new("FOTA3034", Refused, "The version is released already, with other bits; this build cannot become a release");
    public static readonly ErrorCode BaseFileUnreadable = new("FOTA3035", ErrorCategory.Environment, "The file of a base cannot be read");
    public static readonly ErrorCode BaseFileDiffers = new("FOTA3036", Damaged, "The file of a base holds another image");
    public static readonly ErrorCode BasesConflict = new("FOTA3037", Refused, "One version has two images");

    public static readonly ErrorCode ElfOfOtherImage = new("FOTA3039", Usage, "FotaElf is not the ELF file of the image");
    public static readonly ErrorCode OutputNotWritable = new("FOTA3040", ErrorCategory.Environment, "The update folder cannot be written");
    public static readonly ErrorCode SignerUnknown = new("FOTA3041", Refused, "The signing key belongs to none of the public keys");
    public static readonly ErrorCode PackageUnsigned = new("FOTA3042", Refused, "The package is incomplete: not signed yet");
    public static readonly ErrorCode PublicKeyMissing = new("FOTA3043", Usage, "No public key is given");
    public static readonly ErrorCode SigningRequestDiffers = new("FOTA3044", Refused, "The signatures are for another package");

    public static readonly ErrorCode ManifestMalformed = new("FOTA3050", Damaged, "The manifest is not JSON as it is written");
    public static readonly ErrorCode ManifestSchemaUnknown = new("FOTA3051", ErrorCategory.Environment, "The manifest has an unknown schema version");
    public static readonly ErrorCode ManifestFieldInvalid = new("FOTA3052", Damaged, "A field of the manifest is missing, unknown or wrong");
    public static readonly ErrorCode ManifestContradictory = new("FOTA3053", Damaged, "The manifest contradicts itself");
    public static readonly ErrorCode ManifestPathRefused = new("FOTA3054", Damaged, "The manifest names a file that it may not name");
    public static readonly ErrorCode ContainerDamaged = new("FOTA3060", Damaged, "An update.fota file is damaged");
    public static readonly ErrorCode ContainerUnknown = new("FOTA3061", ErrorCategory.Environment, "An update.fota file has an unknown format");

    public static readonly ErrorCode PackageFileUnreadable = new("FOTA3070", Damaged, "A file of the package is missing or cannot be read");
    public static readonly ErrorCode PackageFileDiffers = new("FOTA3071", Damaged, "A file of the package is not the one that the manifest names");
    public static readonly ErrorCode PatchResultDiffers = new("FOTA3073", Damaged, "A patch does not give the image");
    public static readonly ErrorCode PackageOutdated = new("FOTA3074", Refused, "The package is not of the project as it is now");
    public static readonly ErrorCode PackageMissing = new("FOTA3075", Usage, "There is no package");
    public static readonly ErrorCode PatchesOfOtherBuild = new("FOTA3076", Refused, "Patches were made for another build");

    public static readonly ErrorCode BaseLockInvalid = new("FOTA3080", Usage, "fota.bases.json does not say which packages to take bases from");
    public static readonly ErrorCode BasePackageMissing = new("FOTA3081", ErrorCategory.Environment, "The package of a base is not restored");
    public static readonly ErrorCode BasePackageDiffers = new("FOTA3082", Damaged, "The package of a base holds another image");

    public static readonly ErrorCode GatePatchSize = new("FOTA4001", Refused, "The download is larger than FotaMaxPatchSize");
    public static readonly ErrorCode GatePatchPercent = new("FOTA4002", Refused, "The download is larger than FotaMaxPatchPercent");
    public static readonly ErrorCode GateImageSize = new("FOTA4003", Refused, "The image is larger than FotaMaxImageSize");
    public static readonly ErrorCode GateBaseMissing = new("FOTA4004", Refused, "FotaRequireBase: there is no base");
    public static readonly ErrorCode GateVersionNotNewer = new("FOTA4005", Refused, "FotaRequireNewerVersion: the version is not above the latest release");
    public static readonly ErrorCode GateUnsigned = new("FOTA4006", Refused, "The package is not signed");
    public static readonly ErrorCode GatePatchMemory = new("FOTA4007", Refused, "The patch needs more RAM than FotaPatchMemory");
#pragma warning restore CS1591

    /// <summary>All of them, in the order of their numbers; docs/errors.md has a section for each.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(ReleaseErrors).GetFields()
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal),
    ];
}
