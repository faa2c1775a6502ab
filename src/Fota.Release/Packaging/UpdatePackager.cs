using Fota.Delta;
using Fota.Errors;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Reports;
using Fota.Release.Store;
using Fota.Release.Trials;
using Fota.Signing;

namespace Fota.Release.Packaging;

/// <summary>
/// Carries a plan out, in this order: encode, judge, sign, try on the emulated device, write; and, as a step of its own, archive.
/// Whatever stands before writing may refuse, and what refuses leaves the last package in place.
/// </summary>
public static class UpdatePackager
{
    /// <summary>Makes the package and archives it.</summary>
    /// <param name="request">What is to be packaged, and how.</param>
    /// <param name="cancellationToken">Ends the work; the folders hold the old or the new state then.</param>
    /// <exception cref="FotaException">As <see cref="Make"/> and <see cref="Archive"/>.</exception>
    public static PackagingResult Package(PackagingRequest request, CancellationToken cancellationToken = default)
    {
        PackagingResult result = Make(request, cancellationToken);
        return result.Passed ? result with { Released = Archive(request, cancellationToken) } : result;
    }

    /// <summary>
    /// Makes the package, in the update folder. With the same inputs as the last time, and its files still in place, only the gate is
    /// judged. A broken bound is no exception: nothing is signed or written but the reports, and <see cref="PackagingResult.Passed"/> is false.
    /// </summary>
    /// <param name="request">What is to be packaged, and how.</param>
    /// <param name="cancellationToken">Ends the work; the folder holds the old or the new package then.</param>
    /// <exception cref="FotaException">Something that the user can mend: FOTA3xxx, what signing and encoding refuse, and FOTA5xxx where the
    /// emulated device does not install the update.</exception>
    public static PackagingResult Make(PackagingRequest request, CancellationToken cancellationToken = default)
    {
        var plan = PackagingPlan.Make(request);
        using var folder = PackageFolder.Open(request.OutputDirectory, request.StatePath, request.LockTimeout, cancellationToken);
        while (true)
        {
            try
            {
                return CarryOut(plan, folder, cancellationToken);
            }
            catch (FotaException e) when (e.Code == ReleaseErrors.ArchivedImageDamaged)
            {
                // Another build may have replaced the previous one, and so removed its image, since it was looked up.
                var now = PackagingPlan.Make(request);
                if (now.Bases.SequenceEqual(plan.Bases))
                    throw;
                plan = now;
            }
        }
    }

    /// <summary>
    /// The last step, for what <see cref="Make"/> has put into the update folder: it becomes a release, or the base of the next build.
    /// </summary>
    /// <returns>The release; null where none was asked for.</returns>
    /// <exception cref="FotaException">The package is not of the image as it is now (FOTA3074), or the archive refuses.</exception>
    public static ArchivedImage? Archive(PackagingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Release)
            return ReleasePromotion.Promote(request, cancellationToken);
        var plan = PackagingPlan.Make(request);
        UpdateManifest manifest = new PackageReader(request.OutputDirectory).Manifest();
        PackageMatch.Require(plan, manifest);
        // Once there is a release, patches are made from releases, wherever they lie.
        if (plan.Released.Count > 0)
            return null;
        plan.Archive.RecordBuild(
            request.Configuration, request.Product, request.Version, plan.Image!, request.SourceRevision, cancellationToken);
        return null;
    }

    private static PackagingResult CarryOut(PackagingPlan plan, PackageFolder folder, CancellationToken cancellationToken)
    {
        PackagingRequest request = plan.Request;
        FirmwareImage image = plan.Image!;
        plan.RequireReleasable();
        Sha256Digest key = PackagingState.KeyOf(plan, image);
        if (folder.FindState(key) is { } kept)
            return Keep(plan, folder, kept, cancellationToken);
        if (request.Signer is null && folder.FindCompleted(key, request.PublicKeyFiles) is { } completed)
            return Keep(plan, folder, completed, cancellationToken);

        ImageInfoCheck.Require(image, request.Product, request.Version);
        ImageInfoCheck.RequireCounter(image, request.SecurityCounter);
        IReadOnlyList<MadePatch> patches = PatchMaking.Run(plan, image, cancellationToken);

        UpdateManifest unsigned = PackageBuilding.Describe(request, image, patches, null);
        IReadOnlyList<(ManifestBase, PatchFormat, ByteSize)> sizes =
            [.. patches.Select(patch => (PackageBuilding.Describe(patch.Base), patch.Format, new ByteSize(patch.Bytes.Length)))];
        IReadOnlyList<Diagnostic> warnings = [.. plan.Warnings(), .. PackageWarnings.Of(request, image, patches)];
        PackagingResult judged = Judge(plan, unsigned, sizes, warnings, request.Signer is not null);
        if (!judged.Passed)
            return Refuse(request, folder, judged);

        PackageContent content = PackageBuilding.Run(request, image, patches, cancellationToken);
        TrialResult? trial = request.Trial?.Run(plan, content.Manifest, content.Read, folder.ReadReport(PackageFiles.TrialReport), cancellationToken);

        var state = new PackagingState
        {
            Key = key,
            Files = [.. content.Files.Select(file => file.Stamp)],
            Patches = sizes,
            Warnings = warnings,
        };
        folder.Replace(content, state);
        return Finish(request, folder, judged with { Manifest = content.Manifest }, state, trial);
    }

    // The package lies there already: it is judged by the bounds and tried on the device that are asked for now.
    private static PackagingResult Keep(PackagingPlan plan, PackageFolder folder, PackagingState kept, CancellationToken cancellationToken)
    {
        PackagingRequest request = plan.Request;
        UpdateManifest manifest = folder.ReadManifest();
        PackagingResult judged = Judge(plan, manifest, kept.Patches, kept.Warnings, manifest.IsComplete) with { Unchanged = true };
        if (!judged.Passed)
            return Refuse(request, folder, judged);
        TrialResult? trial = request.Trial?.Run(plan, manifest, folder.Read, folder.ReadReport(PackageFiles.TrialReport), cancellationToken);
        return Finish(request, folder, judged, kept, trial);
    }

    private static PackagingResult Judge(
        PackagingPlan plan,
        UpdateManifest manifest,
        IReadOnlyList<(ManifestBase Base, PatchFormat Format, ByteSize Size)> sizes,
        IReadOnlyList<Diagnostic> warnings,
        bool isSigned)
    {
        // Before it is signed, a package can get any key's signature.
        ByteSize signature = manifest.Signature?.Size ?? new(PackageSigner.LoadKeys(plan.Request.PublicKeyFiles).Max(FixedSizeSignature.LengthOf));
        IReadOnlyList<PatchResult> patches = [.. sizes.Select(patch => PatchResult.Of(
            manifest,
            patch.Base,
            patch.Format == plan.Request.Formats[0] ? null : patch.Format,
            patch.Size,
            manifest.Patches.FirstOrDefault(each => each.Base.Digest == patch.Base.Digest && each.Format == patch.Format),
            signature))];
        return new PackagingResult
        {
            Manifest = manifest,
            ImageFile = plan.Image?.File,
            Unchanged = false,
            Patches = patches,
            Warnings = warnings,
            Gate = ReleaseGate.Judge(plan, manifest, patches, isSigned),
            Files = [],
        };
    }

    private static PackagingResult Refuse(PackagingRequest request, PackageFolder folder, PackagingResult judged)
    {
        if (request.Report)
            folder.WriteReports(PackageReports.Of(judged, request.HistoryPage), removeOthers: false);
        return judged;
    }

    private static PackagingResult Finish(
        PackagingRequest request, PackageFolder folder, PackagingResult judged, PackagingState state, TrialResult? trial)
    {
        PackagingResult result = judged with
        {
            Trial = trial?.Lines ?? [],
            Files = [.. state.Files.Select(file => folder.PathOf(file.Name)), request.StatePath, folder.LockPath],
        };
        List<PackageFile> reports = request.Report ? [.. PackageReports.Of(result, request.HistoryPage)] : [];
        if (trial?.Report is { } report)
            reports.Add(new PackageFile(PackageFiles.TrialReport, report));
        return result with { Files = [.. result.Files, .. folder.WriteReports(reports, removeOthers: true)] };
    }
}
