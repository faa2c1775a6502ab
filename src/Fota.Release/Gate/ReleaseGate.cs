using System.Globalization;
using Fota.Release.Images;
using Fota.Release.Packaging;

namespace Fota.Release.Gate;

/// <summary>The policy: judges a package by the bounds of its project.</summary>
internal static class ReleaseGate
{
    private const string SmallerPatch =
        "Find out with fota explain what the patch pays for, or raise the bound if the change is worth it.";

    internal static IReadOnlyList<GateResult> Judge(
        PackagingRequest request, FirmwareImage image, BaseLookup bases, IReadOnlyList<PatchResult> patches, bool isComplete)
    {
        GateBounds bounds = request.Gate;
        var results = new List<GateResult>();
        foreach (PatchResult patch in patches)
        {
            // Where the patch is not offered, the device downloads the full image.
            ByteSize size = patch.IsOffered ? patch.Size : image.Size;
            string subject = patch.IsOffered ? $"patch from {patch.Base.Version}" : $"full image instead of a patch from {patch.Base.Version}";
            if (bounds.MaxPatchSize is { } maxSize)
            {
                results.Add(new GateResult(
                    "FotaMaxPatchSize", ReleaseErrors.GatePatchSize, subject, $"{size}", $"{maxSize}", size <= maxSize, SmallerPatch));
            }

            if (bounds.MaxPatchPercent is { } maxPercent)
            {
                double percent = size.PercentOf(image.Size);
                results.Add(new GateResult(
                    "FotaMaxPatchPercent", ReleaseErrors.GatePatchPercent, subject, Percent(percent), Percent(maxPercent), percent <= maxPercent, SmallerPatch));
            }
        }

        if (bounds.MaxImageSize is { } maxImage)
        {
            const string Advice = "Make the image smaller, or raise the bound to what the device's slot holds.";
            results.Add(new GateResult(
                "FotaMaxImageSize", ReleaseErrors.GateImageSize, "image", $"{image.Size}", $"{maxImage}", image.Size <= maxImage, Advice));
        }

        if (bounds.RequireBase)
            results.Add(JudgeBases(bases, image));
        if (bounds.RequireNewerVersion)
            results.Add(JudgeVersion(request, image, bases));
        if (bounds.RequireSignature || request.Release)
        {
            const string Advice = "Sign the package with fota sign --attach, then release it with fota release.";
            results.Add(new GateResult(
                "FotaRequireSignature", ReleaseErrors.GateUnsigned, "package", isComplete ? "signed" : "not signed", "signed", isComplete, Advice));
        }

        return results;
    }

    private static GateResult JudgeBases(BaseLookup bases, FirmwareImage image)
    {
        const string Advice = "Restore the archive before the build, or add the images that devices run with fota bases add.";
        string found = bases.Missing.Count > 0
            ? "without " + string.Join(", ", bases.Missing)
            : bases.Bases.Count > 0 || bases.IsRebuildOfRelease(image) ? "complete" : "empty";
        return new GateResult(
            "FotaRequireBase", ReleaseErrors.GateBaseMissing, "set of bases", found, "complete", found == "complete", Advice);
    }

    private static GateResult JudgeVersion(PackagingRequest request, FirmwareImage image, BaseLookup bases)
    {
        const string Advice = "Raise FotaVersion, or Version, above the latest release.";
        bool passed = bases.LatestRelease is not { } latest
            || (request.Version > latest && request.Version.Numbers > latest.Numbers)
            || bases.IsRebuildOfRelease(image);
        string bound = bases.LatestRelease is null ? "any, as there is no release" : $"above {bases.LatestRelease}";
        return new GateResult(
            "FotaRequireNewerVersion", ReleaseErrors.GateVersionNotNewer, "version", $"{request.Version}", bound, passed, Advice);
    }

    private static string Percent(double percent) => percent.ToString("0.0#", CultureInfo.InvariantCulture) + " %";
}
