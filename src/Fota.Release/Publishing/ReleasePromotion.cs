using Fota.Delta;
using Fota.Errors;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;
using Fota.Release.Store;
using Fota.Release.Trials;

namespace Fota.Release.Publishing;

/// <summary>Makes the image of a finished package a release: what <c>fota release</c> does, and a build with <c>FotaRelease</c> at its end.</summary>
public static class ReleasePromotion
{
    /// <summary>Verifies a package, judges it by the project's bounds, tries it on the emulated device, then promotes its image in the archive.</summary>
    /// <param name="request">The project's settings: the package lies in <see cref="PackagingRequest.OutputDirectory"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FotaException">The package is incomplete, not valid or of another build (FOTA3074), a bound is broken (FOTA400x), the
    /// device does not install it (FOTA5xxx), or the archive refuses the version.</exception>
    public static ArchivedImage Promote(PackagingRequest request, CancellationToken cancellationToken = default)
    {
        var plan = PackagingPlan.Make(request with { Release = true }, imageMayBeMissing: true);
        using var folder = PackageFolder.Open(request.OutputDirectory, request.StatePath, request.LockTimeout, cancellationToken);
        UpdateManifest manifest = new PackageReader(request.OutputDirectory).Manifest();
        PackageMatch.Require(plan, manifest);
        PackageVerifier.Verify(request.OutputDirectory, PackageSigner.LoadKeys(request.PublicKeyFiles), plan.Sources).Require();

        var package = new PackageReader(request.OutputDirectory);
        plan = plan with { Image = package.Image(manifest) };
        RequirePassed(ReleaseGate.Judge(plan, manifest, Patches(plan, manifest), manifest.IsComplete));
        TrialResult? trial = plan.Request.Trial?.Run(plan, manifest, folder.Read, folder.ReadReport(PackageFiles.TrialReport), cancellationToken);
        if (trial?.Report is { } report)
            folder.WriteReports([new PackageFile(PackageFiles.TrialReport, report)], removeOthers: false);

        plan.Sources.RequireReleasable(manifest.Version, plan.Image!, request.AllowOlder);
        var signature = new ImageSignature(
            manifest.Signature!.Algorithm, manifest.Signature.KeyId, Convert.ToBase64String(package.Signature()));
        return plan.Archive.Promote(
            manifest.Product, manifest.Version, plan.Image!, manifest.SourceRevision, signature, request.AllowOlder, cancellationToken);
    }

    // Each patch of the package, and the full image for each base that it has no patch from.
    private static IReadOnlyList<PatchResult> Patches(PackagingPlan plan, UpdateManifest manifest)
    {
        ByteSize signature = manifest.Signature?.Size ?? default;
        PatchFormat? Other(PatchFormat format) => format == manifest.Patches[0].Format ? null : format;
        IEnumerable<PatchResult> offered = manifest.Patches.Select(
            patch => PatchResult.Of(manifest, patch.Base, Other(patch.Format), patch.Size, patch, signature));
        IEnumerable<PatchResult> others = plan.Bases
            .Where(source => manifest.Patches.All(patch => patch.Base.Digest != source.Digest))
            .Select(source => PatchResult.Of(manifest, PackageBuilding.Describe(source), null, manifest.Image.Size, null, signature));
        return [.. offered, .. others];
    }

    private static void RequirePassed(IReadOnlyList<GateResult> gate)
    {
        if (gate.FirstOrDefault(bound => !bound.Passed) is { } broken)
            throw new FotaException(broken.Code, $"{broken.What} Nothing was released.", broken.Advice);
    }
}
