using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Store;

namespace Fota.Release.Manifest;

/// <summary>What a manifest must not say at once, whoever wrote it.</summary>
internal static class ManifestRules
{
    internal static void Check(UpdateManifest manifest)
    {
        var seen = new HashSet<(Sha256Digest, PatchFormat)>();
        foreach (ManifestPatch patch in manifest.Patches)
        {
            if (patch.PayloadSize >= manifest.Image.Size)
                throw ManifestFaults.Contradiction($"{patch.File} is not smaller than the image");
            if (patch.Base.Kind == BaseKind.Release && patch.Base.Version >= manifest.Version)
                throw ManifestFaults.Contradiction($"{patch.File} is from {patch.Base.Version}, which is not below {manifest.Version}");
            if (patch.InPlace is { } inPlace)
                CheckPlan(manifest, patch, inPlace);
            if (!seen.Add((patch.Base.Digest, patch.Format)))
                throw ManifestFaults.Contradiction($"{patch.File} is from the same base as another patch in its format");
        }

        for (int i = 1; i < manifest.Patches.Count; i++)
        {
            (ManifestBase source, ManifestBase before) = (manifest.Patches[i].Base, manifest.Patches[i - 1].Base);
            if (source != before && source.Version >= before.Version)
                throw ManifestFaults.Contradiction("the patches are not in the order of their bases, newest first");
        }
    }

    private static void CheckPlan(UpdateManifest manifest, ManifestPatch patch, ManifestInPlace inPlace)
    {
        if (patch.Format == PatchFormat.Compact)
            throw ManifestFaults.Contradiction($"{patch.File} is compact and has a plan to be applied in place");
        try
        {
            inPlace.Region.CheckRoom(patch.Base.Size.Bytes, manifest.Image.Size.Bytes);
            InPlacePlan.Read(inPlace.PlanBytes, inPlace.Region, manifest.Image.Size.Bytes);
        }
        catch (FotaException e)
        {
            throw ManifestFaults.Contradiction($"the plan of {patch.File} does not fit: {e.Message}");
        }
    }
}
