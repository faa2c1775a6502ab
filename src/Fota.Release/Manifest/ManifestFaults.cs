using Fota.Errors;

namespace Fota.Release.Manifest;

/// <summary>The words in which a manifest is refused.</summary>
internal static class ManifestFaults
{
    private const string Advice = "Take the package again as the build wrote it; a manifest is signed and must not be edited.";

    internal static FotaException Malformed(string what) => Fault(ReleaseErrors.ManifestMalformed, what);

    internal static FotaException Field(string what) => Fault(ReleaseErrors.ManifestFieldInvalid, what);

    internal static FotaException Contradiction(string what) => Fault(ReleaseErrors.ManifestContradictory, what);

    internal static FotaException Path(string? name, string expected) =>
        Fault(ReleaseErrors.ManifestPathRefused, $"it names the file '{name}' where only '{expected}' may stand");

    internal static FotaException Schema(long version) => new(
        ReleaseErrors.ManifestSchemaUnknown,
        $"The manifest has schema version {version}; this tool knows {UpdateManifest.SchemaVersion}.",
        "Use the version of Fota.Build that wrote the package, or a newer one.");

    private static FotaException Fault(ErrorCode code, string what) =>
        new(code, $"The manifest {PackageFiles.Manifest} is refused: {what}.", Advice);
}
