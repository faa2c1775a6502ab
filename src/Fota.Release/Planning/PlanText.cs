using System.Globalization;
using Fota.Delta;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;

namespace Fota.Release.Planning;

/// <summary>A plan in sentences, in the order in which it is carried out.</summary>
public static class PlanText
{
    /// <summary>What is done, a sentence each: encode, judge, sign, try, write, archive.</summary>
    public static IEnumerable<string> Of(PackagingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PackagingRequest request = plan.Request;
        string format = string.Join(" and ", request.Formats.Select(each => each.Name()));
        if (request.Formats.Contains(PatchFormat.Compact))
            format += $" for {new ByteSize(request.Compact.Memory)} of RAM";
        if (request.OneSlot is { } slot)
            format += $", applied in place in {slot.Region.Blocks} sectors of {slot.Region.BlockSize} bytes";
        foreach (ArchivedImage source in plan.Bases)
            yield return $"makes a patch ({format}) from {Base(plan, source)}";
        if (plan.Bases.Count == 0)
            yield return $"makes no patch: the archive {plan.WhyNoBase}";
        foreach (FirmwareVersion missing in plan.Missing)
            yield return $"makes no patch from {missing}: FotaBaseVersions lists it, and the archive has no such release";
        if (request.Gate != new GateBounds() || request.Release)
            yield return "judges the package by the bounds that are set, and stops there if one is broken";
        yield return request.Signer is null ? $"leaves {PackageFiles.SigningRequest} to be signed on another machine" : "signs image and manifest";
        if (request.Trial is { } trial)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"runs each patch on an emulated {trial.Device.Cpu} with {(trial.Device.RegionBlocks == 0 ? "two slots" : "one slot")}, {trial.Device.Ram / 1024} KB of RAM and {trial.Device.Flash / 1024} KB of flash{(trial.RequireExecution ? ", and requires that it executes the firmware" : "")}");
        }

        yield return $"writes {string.Join(", ", Files(plan))} to {request.OutputDirectory}";
        yield return Archiving(plan);
    }

    private static string Base(PackagingPlan plan, ArchivedImage source)
    {
        if (source.Kind == BaseKind.Build)
            return $"the build before it, {source.Version}{(plan.Image is null ? ", if its image differs" : "")}; there is no release yet";
        string why = plan.Request.Bases.IsLatest ? $"the latest below {plan.Request.Version}" : $"which {plan.Request.Bases} selects";
        return $"release {source.Version}, {why}";
    }

    /// <summary>The names of the files, reports left out.</summary>
    private static IEnumerable<string> Files(PackagingPlan plan)
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

    private static string Archiving(PackagingPlan plan)
    {
        FirmwareVersion version = plan.Request.Version;
        if (plan.ReleaseOfVersion is not null && !plan.IsRebuildOfRelease)
            return $"cannot become a release: {version} is released already; raise the version";
        if (plan.IsRebuildOfRelease)
            return $"changes nothing in the archive: {version} is released with these bits";
        if (plan.LatestRelease is { } latest && latest > version)
            return $"cannot become a release: {latest} is released, which is above {version}";
        if (plan.Request.Release)
            return $"makes the image the release {version} in {plan.Request.ArchiveDirectory}";
        return plan.LatestRelease is null
            ? "keeps the image as the base of the next build"
            : "changes nothing in the archive: patches are made from releases";
    }
}
