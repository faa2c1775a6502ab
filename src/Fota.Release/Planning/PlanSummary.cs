using Fota.Delta;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;

namespace Fota.Release.Planning;

/// <summary>What a build does, for programs; <see cref="PlanText"/> is the same for people.</summary>
/// <param name="Patches">The patches that are made, that from the newest base first.</param>
/// <param name="MissingBases">Versions that a patch was asked from, and that no archive has.</param>
/// <param name="Judges">Whether bounds are set that the package must keep.</param>
/// <param name="Signs">Whether the package is signed; otherwise it waits for signatures made elsewhere.</param>
/// <param name="Trial">The emulated device that the patches are tried on; null for none.</param>
/// <param name="Files">The names of the package's files, reports left out.</param>
/// <param name="Archiving">What becomes of the image in the archive.</param>
public sealed record PlanSummary(
    IReadOnlyList<PlannedPatch> Patches,
    IReadOnlyList<string> MissingBases,
    bool Judges,
    bool Signs,
    PlannedTrial? Trial,
    IReadOnlyList<string> Files,
    ArchivingStep Archiving)
{
    /// <summary>Summarises a plan.</summary>
    public static PlanSummary Of(PackagingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PackagingRequest request = plan.Request;
        return new(
            [
                .. from source in plan.Bases
                   from format in request.Formats
                   select new PlannedPatch(source.Version.ToString(), source.Kind == BaseKind.Release, source.Digest.ToString(), format.Name()),
            ],
            [.. plan.Missing.Select(version => version.ToString())],
            request.Gate != new GateBounds() || request.Release,
            request.Signer is not null,
            request.Trial is { Device: var device } ? new(device.CpuName, device.RegionBlocks == 0 ? 2 : 1, device.Ram, device.Flash, request.Trial.RequireExecution) : null,
            [.. FilesOf(plan)],
            ArchivingOf(plan));
    }

    private static ArchivingStep ArchivingOf(PackagingPlan plan) =>
        plan.IsRebuildOfRelease ? ArchivingStep.SameRelease
        : plan.ReleaseOfVersion is not null ? ArchivingStep.VersionTaken
        : plan.LatestRelease is { } latest && latest > plan.Request.Version ? ArchivingStep.VersionNotNewer
        : plan.Request.Release ? ArchivingStep.Release
        : plan.LatestRelease is null ? ArchivingStep.Build
        : ArchivingStep.None;

    private static IEnumerable<string> FilesOf(PackagingPlan plan)
    {
        bool isSigned = plan.Request.Signer is not null;
        yield return PackageFiles.Image;
        for (int i = 0; i < plan.Bases.Count; i++)
        {
            foreach (PatchFormat format in plan.Request.Formats)
            {
                var names = new PatchFileNames(plan.Bases[i].Version, i == 0, format == plan.Request.Formats[0] ? null : format);
                yield return names.Patch;
                if (isSigned)
                    yield return names.Container;
            }
        }

        string[] rest = isSigned
            ? [PackageFiles.Signature, PackageFiles.FullContainer, PackageFiles.ManifestSignature, PackageFiles.Manifest]
            : [PackageFiles.SigningRequest, PackageFiles.Manifest];
        foreach (string file in rest)
            yield return file;
    }
}

/// <summary>A patch that a build makes.</summary>
/// <param name="From">The version of the base.</param>
/// <param name="IsRelease">Whether devices in the field run the base; otherwise it is the build before.</param>
/// <param name="Sha256">The base's digest.</param>
/// <param name="Format">What the patch is written in.</param>
public sealed record PlannedPatch(string From, bool IsRelease, string Sha256, string Format);

/// <summary>The emulated device that patches are tried on.</summary>
/// <param name="Cpu">The core.</param>
/// <param name="Slots">1 where the image is replaced in place, else 2.</param>
/// <param name="Ram">Bytes.</param>
/// <param name="Flash">Bytes.</param>
/// <param name="RequiresExecution">Whether firmware that the device cannot execute is refused.</param>
public sealed record PlannedTrial(string Cpu, int Slots, int Ram, int Flash, bool RequiresExecution);

/// <summary>What becomes of an image in the archive.</summary>
public enum ArchivingStep
{
    /// <summary>Nothing: patches are made from releases.</summary>
    None,

    /// <summary>It is kept as the base of the next build.</summary>
    Build,

    /// <summary>It becomes a release.</summary>
    Release,

    /// <summary>Nothing: it is the release of its version already.</summary>
    SameRelease,

    /// <summary>It cannot become a release: its version is released with other bits.</summary>
    VersionTaken,

    /// <summary>It cannot become a release: a later version is.</summary>
    VersionNotNewer,
}
