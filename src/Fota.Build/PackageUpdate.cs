using System.Globalization;
using System.Reflection;
using Fota.Delta;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Fota.Build;

/// <summary>Makes the update package of the image that was built, and judges it.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class PackageUpdate : FotaTask
{
    private static readonly string Tool = "Fota.Build " + typeof(PackageUpdate).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly List<string> _trialLines = [];

    private EmulationReport TrialReport => new(OutputDirectory);

    /// <inheritdoc/>
    protected override void Run()
    {
        if (!File.Exists(Image))
        {
            throw new FotaException(
                BuildErrors.ImageMissing,
                $"The build made no image {Image}.",
                "Set FotaImage to the raw binary that the build makes, and FotaAfterImageTargets to the target that makes it.")
            { File = Image };
        }

        PackagingResult result = UpdatePackager.Package(Request(), CancellationToken);
        PackageFiles = [.. result.Files.Concat(TrialFiles()).Select(file => new TaskItem(file))];
        foreach (PackagingWarning warning in result.Warnings)
            LogPackagingWarning(warning);
        foreach (string line in PackageSummary.Lines(result, OutputDirectory).Concat(_trialLines))
            Log.LogMessage(MessageImportance.High, "  {0}", line);
        foreach (GateResult broken in result.Gate.Where(bound => !bound.Passed))
            LogError(broken.Code, null, $"{broken.What} {broken.Advice}");
    }

    private PackagingRequest Request() => new()
    {
        ImageFile = Image,
        Product = Fota.Release.Images.Product.Parse(Product),
        Version = Fota.Release.Images.FirmwareVersion.Parse(FirmwareVersion),
        SecurityCounter = Property.ParseCounter(SecurityCounter),
        ArchiveDirectory = ArchiveDirectory,
        OutputDirectory = OutputDirectory,
        StateFile = StateFile,
        Signer = Signing().Opener(),
        PublicKeyFiles = PublicKeys,
        Algorithm = Signing().Algorithm,
        PatchFormat = Property.Parse("FotaPatchFormat", PatchFormat, ParsePatchFormat),
        Bases = BaseSelection.Parse(BaseVersions),
        Configuration = Configuration,
        Release = Release,
        Gate = new GateBounds
        {
            MaxPatchSize = Property.ParseOptional("FotaMaxPatchSize", MaxPatchSize, ByteSize.Parse),
            MaxPatchPercent = Property.ParseOptional("FotaMaxPatchPercent", MaxPatchPercent, GateBounds.ParsePercent),
            MaxImageSize = Property.ParseOptional("FotaMaxImageSize", MaxImageSize, ByteSize.Parse),
            RequireBase = RequireBase,
            RequireNewerVersion = RequireNewerVersion,
            RequireSignature = RequireSignature,
        },
        SourceRevision = SourceRevision.Length == 0 ? null : SourceRevision,
        Created = Property.ParseOptional("SOURCE_DATE_EPOCH", SourceDateEpoch, ParseEpoch),
        Tool = Tool,
        Report = Report,
        Trial = Emulate ? Trial : null,
    };

    private void Trial(PackagingResult package, CancellationToken cancellationToken)
    {
        var trial = new EmulationTrial
        {
            Device = new DeviceProfile
            {
                Ram = Property.Parse("FotaEmulateRam", EmulateRam, ParseMemory),
                Flash = Property.Parse("FotaEmulateFlash", EmulateFlash, ParseMemory),
                SectorSize = Property.Parse("FotaEmulateSectorSize", EmulateSectorSize, ParseMemory),
                Cpu = Property.Parse("FotaEmulateCpu", EmulateCpu, DeviceProfile.ParseCpu),
            },
            MbedTlsDirectory = MbedTlsDirectory.Length == 0 ? null : MbedTlsDirectory,
            DeviceDirectory = DeviceDirectory,
            CertificateHeader = Path.Combine(HeaderDirectory, "update_certs.h"),
            ArchiveDirectory = ArchiveDirectory,
            Configuration = Configuration,
            Log = line => _trialLines.Add(line),
        };
        trial.Run(package, TrialReport, cancellationToken);
    }

    private IEnumerable<string> TrialFiles() => Emulate && File.Exists(TrialReport.Path) ? [TrialReport.Path] : [];

    private SigningOptions Signing() => new()
    {
        Key = SigningKey,
        PasswordVariable = SigningKeyPasswordVariable,
        PasswordFile = SigningKeyPasswordFile,
        Command = SigningCommand,
        Timeout = Property.ParseOptional("FotaSigningTimeout", SigningTimeout, ParseSeconds),
        Module = Pkcs11Module,
        Deferred = DeferSigning,
        Algorithm = Property.ParseOptional("FotaSignatureAlgorithm", SignatureAlgorithm, SigningOptions.ParseAlgorithm),
        PublicKeys = PublicKeys,
        Directory = ProjectDirectory,
    };

    // At a desk a first build has no base, and that is right. A build server without one has lost its archive.
    private void LogPackagingWarning(PackagingWarning warning)
    {
        bool expected = BaseExpected || BaseVersions.Length > 0;
        if (warning.Code == ReleaseErrors.BaseMissing && !expected)
            Log.LogMessage(MessageImportance.High, "  {0}", warning.What);
        else
            LogWarning(warning.Code, null, $"{warning.What} {warning.Advice}");
    }

    private static int ParseMemory(string text) => (int)Math.Min(ByteSize.Parse(text).Bytes, int.MaxValue);

    private static PatchFormat ParsePatchFormat(string text) => PatchFormats.TryParse(text, out PatchFormat format)
        ? format
        : throw Property.Invalid("FotaPatchFormat", text, $"Set it to what the device's patcher reads: {string.Join(" or ", PatchFormats.Names)}.");

    private static DateTimeOffset ParseEpoch(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Property.Invalid("SOURCE_DATE_EPOCH", text, "Set it to a number of seconds since 1970, or not at all.");

    private static TimeSpan ParseSeconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw Property.Invalid("FotaSigningTimeout", text, "Set it to a number of seconds, at most 86400.");
}
