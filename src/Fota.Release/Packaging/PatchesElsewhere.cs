using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Planning;
using Fota.Release.Publishing;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>
/// Patches of the very same build that other machines have made (<c>FotaPatchesFrom</c>). The encoder gives one result on all machines, so that
/// taking a patch or making it is the same to all that follows; each is applied before it counts, as the encoder does with its own.
/// </summary>
internal sealed class PatchesElsewhere
{
    private readonly Dictionary<(Sha256Digest Base, PatchFormat Format), (string Folder, ManifestPatch Patch)> _patches = [];
    private readonly PackagingRequest _request;
    private readonly FirmwareImage _image;

    private PatchesElsewhere(PackagingRequest request, FirmwareImage image)
    {
        _request = request;
        _image = image;
    }

    /// <summary>Reads the manifests of all packages that the folders hold.</summary>
    /// <exception cref="FotaException">A folder has no package (FOTA3075), or one of another build (FOTA3076).</exception>
    internal static PatchesElsewhere Open(PackagingPlan plan, FirmwareImage image)
    {
        var elsewhere = new PatchesElsewhere(plan.Request, image);
        foreach (string folder in plan.Request.PatchesFrom.SelectMany(PackagesIn))
        {
            UpdateManifest manifest = new PackageReader(folder).Manifest();
            elsewhere.RequireSame(folder, manifest);
            foreach (ManifestPatch patch in manifest.Patches)
            {
                if (!plan.Bases.Any(source => source.Digest == patch.Base.Digest) || !plan.Request.Formats.Contains(patch.Format))
                    throw OfOtherBuild(folder, $"a patch from {patch.Base.Version} in {patch.Format.Name()}, SHA-256 {Short(patch.Base.Digest)}, which this build does not make");
                elsewhere._patches.TryAdd((patch.Base.Digest, patch.Format), (folder, patch));
            }
        }

        return elsewhere;
    }

    /// <summary>A patch that was made elsewhere, proven by applying it.</summary>
    /// <returns>The patch; null where it is still to be made: no machine has, or it is not smaller than the image.</returns>
    /// <exception cref="FotaException">It is damaged (FOTA3070, FOTA3071), or does not give the image (FOTA3073).</exception>
    internal MadePatch? Find(ArchivedImage described, byte[] source, PatchFormat format)
    {
        if (!_patches.TryGetValue((described.Digest, format), out (string Folder, ManifestPatch Patch) found))
            return null;
        byte[] patch = new PackageReader(found.Folder).Patch(found.Patch);
        InPlacePlan? plan = null;
        try
        {
            plan = _request.OneSlotFor(format) is { } slot ? InPlacePlan.Read(found.Patch.InPlace!.PlanBytes, slot.Region, _image.Size.Bytes) : null;
            byte[] result = plan is null
                ? Patcher.Apply(source, patch, new PatcherOptions { MaxTargetSize = _image.Size.Bytes, Format = format })
                : InPlaceSimulation.Run(source, plan, patch, (int)_image.Size.Bytes).Image;
            if (_image.Content.Span.SequenceEqual(result))
                return new MadePatch(described, format, patch, plan);
        }
        catch (PatchException e)
        {
            throw WrongResult(found, e);
        }

        throw WrongResult(found, null);
    }

    // A build server puts what each machine has made into a folder of its own, in one.
    private static string[] PackagesIn(string folder)
    {
        string[] found = HasPackage(folder) || !Directory.Exists(folder)
            ? [folder]
            : [.. Directory.EnumerateDirectories(folder).Where(HasPackage).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new FotaException(
            ReleaseErrors.PackageMissing,
            $"There is no package in '{folder}', nor in a folder in it.",
            "FotaPatchesFrom names the update folders that builds with FotaBasesPart made, or a folder with them.");
    }

    private static bool HasPackage(string folder) => File.Exists(Path.Combine(folder, PackageFiles.Manifest));

    private void RequireSame(string folder, UpdateManifest manifest)
    {
        if (manifest.Product != _request.Product || manifest.Version != _request.Version)
            throw OfOtherBuild(folder, $"{manifest.Product} {manifest.Version}, and this build is {_request.Product} {_request.Version}");
        if (manifest.Image.Digest != _image.Digest)
            throw OfOtherBuild(folder, $"the image with SHA-256 {Short(manifest.Image.Digest)}, and this build has {Short(_image.Digest)}");
        if (manifest.Tool != _request.Tool)
            throw OfOtherBuild(folder, $"patches by {manifest.Tool}, and this is {_request.Tool}");
        if (manifest.Patches.FirstOrDefault(patch => patch.InPlace?.Region != _request.OneSlotFor(patch.Format)?.Region) is { } other)
            throw OfOtherBuild(folder, $"{other.File} for other flash than FotaSlots, FotaFlash and FotaSectorSize say");
    }

    private static string Short(Sha256Digest digest) => digest.ToString()[..12];

    private static FotaException OfOtherBuild(string folder, string what) => new(
        ReleaseErrors.PatchesOfOtherBuild,
        $"The package in '{folder}' has {what}.",
        "Let all machines build one commit with one toolchain and the same settings but FotaBasesPart, or hand the image on.")
    {
        File = Path.Combine(folder, PackageFiles.Manifest),
    };

    private static FotaException WrongResult((string Folder, ManifestPatch Patch) found, PatchException? cause) => new(
        ReleaseErrors.PatchResultDiffers,
        $"{found.Patch.File} in '{found.Folder}' does not give the image from {found.Patch.Base.Version}{(cause is null ? "." : $": {cause.Reason}.")}",
        "Take the package again from the machine that made it; without it, the patch is made here.",
        cause)
    {
        File = Path.Combine(found.Folder, found.Patch.File),
    };
}
