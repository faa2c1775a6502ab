using Fota.Errors;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Reports;
using Fota.Release.Publishing;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>Makes an update package of a firmware image: what <c>dotnet build</c> and <c>fota</c> both do.</summary>
public static class UpdatePackager
{
    /// <summary>
    /// Packages an image. With the same inputs as the last time, and its files still in place, only the gate is judged.
    /// A broken bound is no exception: the package is made, and <see cref="PackagingResult.Passed"/> is false.
    /// </summary>
    /// <param name="request">What is to be packaged, and how.</param>
    /// <param name="cancellationToken">Ends the work; the folders hold the old or the new state then.</param>
    /// <exception cref="FotaException">Something that the user can mend: FOTA3xxx, and what signing and encoding refuse.</exception>
    public static PackagingResult Package(PackagingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var image = FirmwareImage.Load(request.ImageFile);
        var archive = OpenArchive(request);
        using var folder = PackageFolder.Open(request.OutputDirectory, request.StatePath, request.LockTimeout, cancellationToken);
        var bases = BaseLookup.In(archive, request, image);
        while (true)
        {
            try
            {
                return Package(request, image, archive, bases, folder, cancellationToken);
            }
            catch (FotaException e) when (e.Code == ReleaseErrors.ArchivedImageDamaged)
            {
                // Another build may have replaced the previous one, and so removed its image, since it was looked up.
                var now = BaseLookup.In(archive, request, image);
                if (now.Bases.SequenceEqual(bases.Bases))
                    throw;
                bases = now;
            }
        }
    }

    private static PackagingResult Package(
        PackagingRequest request,
        FirmwareImage image,
        BaseArchive archive,
        BaseLookup bases,
        PackageFolder folder,
        CancellationToken cancellationToken)
    {
        Sha256Digest key = PackagingState.KeyOf(request, image, bases);

        PackagingState? kept = folder.FindState(key);
        PackagingState state = kept ?? Make(request, image, archive, bases, folder, key, cancellationToken);

        UpdateManifest manifest = UpdateManifest.Read(File.ReadAllBytes(folder.PathOf(PackageFiles.Manifest)));
        IReadOnlyList<PatchResult> patches = [.. state.Patches.Select(patch => Describe(patch.Base, patch.Size, manifest, folder))];
        IReadOnlyList<GateResult> gate = ReleaseGate.Judge(request, image, bases, patches, manifest.IsComplete);
        var result = new PackagingResult
        {
            Manifest = manifest,
            Unchanged = kept is not null,
            Patches = patches,
            Warnings = state.Warnings,
            Gate = gate,
            Files = [.. state.Files.Select(file => folder.PathOf(file.Name)), request.StatePath],
        };
        result = Archive(request, image, archive, result, cancellationToken);
        return request.Report ? PackageReports.Write(folder, result) : result;
    }

    private static BaseArchive OpenArchive(PackagingRequest request) =>
        BaseArchive.Open(request.ArchiveDirectory, request.Clock, request.LockTimeout);

    private static PackagingState Make(
        PackagingRequest request,
        FirmwareImage image,
        BaseArchive archive,
        BaseLookup bases,
        PackageFolder folder,
        Sha256Digest key,
        CancellationToken cancellationToken)
    {
        ImageInfoCheck.Require(image, request.Product, request.Version);
        ImageInfoCheck.RequireCounter(image, request.SecurityCounter);
        IReadOnlyList<MadePatch> patches = PatchMaking.Run(archive, bases.Bases, image, request.PatchFormat, cancellationToken);
        PackageContent content = PackageBuilding.Run(request, image, patches, cancellationToken);
        var state = new PackagingState
        {
            Key = key,
            Files = [.. content.Files.Select(file => file.Stamp)],
            Patches = [.. patches.Select(patch => (PackageBuilding.Describe(patch.Base), new ByteSize(patch.Bytes.Length)))],
            Warnings = [.. bases.Warnings(request, image), .. PackageWarnings.Of(request, image, patches)],
        };
        folder.Replace(content, state);
        return state;
    }

    // Only what passed is what devices will run, so only that becomes a base.
    private static PackagingResult Archive(
        PackagingRequest request, FirmwareImage image, BaseArchive archive, PackagingResult result, CancellationToken cancellationToken)
    {
        if (!result.Passed)
            return result;
        request.Trial?.Invoke(result, cancellationToken);
        if (request.Release)
        {
            ManifestSignature signed = result.Manifest.Signature!;
            byte[] signature = new PackageReader(request.OutputDirectory).Signature();
            ArchivedImage release = archive.Promote(
                request.Product,
                request.Version,
                image,
                request.SourceRevision,
                new ImageSignature(signed.Algorithm, signed.KeyId, Convert.ToBase64String(signature)),
                cancellationToken: cancellationToken);
            return result with { Released = release };
        }

        archive.RecordBuild(request.Configuration, request.Product, request.Version, image, request.SourceRevision, cancellationToken);
        return result;
    }

    private static PatchResult Describe(ManifestBase source, ByteSize size, UpdateManifest manifest, PackageFolder folder)
    {
        ManifestPatch? offered = manifest.Patches.FirstOrDefault(patch => patch.Base.Digest == source.Digest);
        string? file = offered is null ? null : folder.PathOf(offered.File);
        string? container = offered is null || !manifest.IsComplete ? null : folder.PathOf(offered.Container);
        return new PatchResult(source, size, size.PercentOf(manifest.Image.Size), file, container);
    }
}
