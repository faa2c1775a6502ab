using System.Globalization;
using Fota.Delta;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Planning;

namespace Fota.Release.Gate;

/// <summary>The policy: judges a package by the bounds of its project.</summary>
internal static class ReleaseGate
{
    private const string SmallerPatch =
        "Find out with fota explain what the patch pays for, or raise the bound if the change is worth it.";

    internal static IReadOnlyList<GateResult> Judge(
        PackagingPlan plan, UpdateManifest manifest, IReadOnlyList<PatchResult> patches, bool isSigned)
    {
        PackagingRequest request = plan.Request;
        GateBounds bounds = request.Gate;
        var results = new List<GateResult>();
        foreach (PatchResult patch in patches)
        {
            string subject = patch.IsOffered ? $"download from {patch.From}" : $"download of the full image instead of a patch from {patch.From}";
            if (bounds.MaxPatchSize is { } maxSize)
            {
                results.Add(new GateResult(
                    "FotaMaxPatchSize", ReleaseErrors.GatePatchSize, subject, $"{patch.Download}", $"{maxSize}", patch.Download <= maxSize, SmallerPatch));
            }

            if (bounds.MaxPatchPercent is { } maxPercent)
            {
                results.Add(new GateResult(
                    "FotaMaxPatchPercent", ReleaseErrors.GatePatchPercent, subject, Percent(patch.Percent), Percent(maxPercent), patch.Percent <= maxPercent, SmallerPatch));
            }
        }

        results.AddRange(manifest.Patches.Where(patch => patch.Format == PatchFormat.Compact).Select(patch => JudgeMemory(request, patch)));
        if (bounds.MaxImageSize is { } maxImage)
        {
            const string Advice = "Make the image smaller, or raise the bound to what the device's slot holds.";
            results.Add(new GateResult(
                "FotaMaxImageSize", ReleaseErrors.GateImageSize, "image", $"{manifest.Image.Size}", $"{maxImage}", manifest.Image.Size <= maxImage, Advice));
        }

        if (bounds.RequireBase)
            results.Add(JudgeBases(plan));
        if (bounds.RequireNewerVersion)
            results.Add(JudgeVersion(plan));
        if (bounds.RequireSignature || request.Release)
        {
            const string Advice = "Build without FotaRelease and FotaRequireSignature, sign the package with fota sign --attach, then release it with fota release.";
            results.Add(new GateResult(
                "FotaRequireSignature", ReleaseErrors.GateUnsigned, "package", isSigned ? "signed" : "not signed", "signed", isSigned, Advice));
        }

        return results;
    }

    // What is packaged now keeps the bound. A package that lies there may have been made for devices with more.
    private static GateResult JudgeMemory(PackagingRequest request, ManifestPatch patch)
    {
        const string Advice = "Build again with this setting, or raise it to what devices have.";
        (ByteSize need, ByteSize bound) = (patch.DecoderMemory, new ByteSize(request.Compact.Memory));
        return new GateResult(
            "FotaPatchMemory", ReleaseErrors.GatePatchMemory, $"RAM for the patch from {patch.Base.Version}", $"{need}", $"{bound}", need <= bound, Advice);
    }

    private static GateResult JudgeBases(PackagingPlan plan)
    {
        string advice = plan.Released.Count > 0 && plan.Missing.Count == 0
            ? $"Raise the version: the oldest release is {plan.Released[0]}, and a patch is made from a release below {plan.Request.Version}."
            : plan.HowToGetBases;
        string found = plan.Missing.Count > 0
            ? "without " + string.Join(", ", plan.Missing)
            : plan.HasBase || plan.IsRebuildOfRelease ? "complete" : "empty";
        return new GateResult(
            "FotaRequireBase", ReleaseErrors.GateBaseMissing, "set of bases", found, "complete", found == "complete", advice);
    }

    private static GateResult JudgeVersion(PackagingPlan plan)
    {
        FirmwareVersion version = plan.Request.Version;
        const string Advice = "Raise FotaVersion, or Version, above the latest release.";
        bool passed = plan.LatestRelease is not { } latest
            || (version > latest && version.Numbers > latest.Numbers)
            || plan.IsRebuildOfRelease;
        string bound = plan.LatestRelease is null ? "any, as there is no release" : $"above {plan.LatestRelease}";
        return new GateResult(
            "FotaRequireNewerVersion", ReleaseErrors.GateVersionNotNewer, "version", $"{version}", bound, passed, Advice);
    }

    private static string Percent(double percent) => percent.ToString("0.0#", CultureInfo.InvariantCulture) + " %";
}
