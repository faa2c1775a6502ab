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
        var summary = PlanSummary.Of(plan);
        string format = string.Join(" and ", request.Formats.Select(each => each.Name()));
        if (request.Formats.Contains(PatchFormat.Compact))
            format += $" for {new ByteSize(request.Compact.Memory)} of RAM";
        if (request.OneSlot is { } slot)
            format += $", {(request.Formats.Contains(PatchFormat.Compact) ? "that in JojoDiff " : "")}applied in place in {slot.Region.Blocks} sectors of {slot.Region.BlockSize} bytes";
        foreach (ArchivedImage source in plan.Bases)
            yield return $"makes a patch ({format}) from {Base(plan, source)}";
        if (plan.Bases.Count == 0)
            yield return $"makes no patch: {plan.PlaceInShort} {plan.WhyNoBase}";
        foreach (FirmwareVersion missing in plan.Missing)
            yield return $"makes no patch from {missing}: FotaBaseVersions lists it, and {plan.PlaceInShort} has no such release";
        if (summary.Judges)
            yield return "judges the package by the bounds that are set, and stops there if one is broken";
        yield return request.Signer is null ? $"leaves {PackageFiles.SigningRequest} to be signed on another machine" : "signs image and manifest";
        if (summary.Trial is { } trial)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"runs each patch on an emulated {trial.Cpu} with {(trial.Slots == 2 ? "two slots" : "one slot")}, {trial.Ram / 1024} KB of RAM and {trial.Flash / 1024} KB of flash{(trial.RequiresExecution ? ", and requires that it executes the firmware" : "")}");
        }

        yield return $"writes {string.Join(", ", summary.Files)} to {request.OutputDirectory}";
        yield return Archiving(plan, summary.Archiving);
    }

    private static string Base(PackagingPlan plan, ArchivedImage source)
    {
        if (source.Kind == BaseKind.Build)
            return $"the build before it, {source.Version}{(plan.Image is null ? ", if its image differs" : "")}; there is no release yet";
        string why = plan.Request.Bases.IsLatest ? $"the latest below {plan.Request.Version}" : $"which {plan.Request.Bases} selects";
        return $"release {source.Version}, {why}";
    }

    private static string Archiving(PackagingPlan plan, ArchivingStep step)
    {
        FirmwareVersion version = plan.Request.Version;
        return step switch
        {
            ArchivingStep.VersionTaken => $"cannot become a release: {version} is released already; raise the version",
            ArchivingStep.SameRelease => $"changes nothing in the archive: {version} is released with these bits",
            ArchivingStep.VersionNotNewer => $"cannot become a release: {plan.LatestRelease} is released, which is above {version}",
            ArchivingStep.Release => $"makes the image the release {version} in {plan.Request.ArchiveDirectory}",
            ArchivingStep.Build => "keeps the image as the base of the next build",
            _ => "changes nothing in the archive: patches are made from releases",
        };
    }
}
