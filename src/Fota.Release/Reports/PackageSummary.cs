using System.Globalization;
using Fota.Release.Gate;
using Fota.Release.Manifest;
using Fota.Release.Packaging;
using Fota.Release.Store;

namespace Fota.Release.Reports;

/// <summary>What a build says about its package, for people: one line for the package, one for each patch, bound and trial.</summary>
public static class PackageSummary
{
    /// <summary>The lines.</summary>
    /// <param name="result">What was packaged.</param>
    /// <param name="outputDirectory">Where it lies.</param>
    public static IEnumerable<string> Lines(PackagingResult result, string outputDirectory)
    {
        ArgumentNullException.ThrowIfNull(result);
        UpdateManifest manifest = result.Manifest;
        string place = result.Written ? $"-> {outputDirectory}" : "refused: nothing is signed or written";
        string signature = result.IsComplete || !result.Written ? string.Empty : ", not signed yet";
        yield return $"{manifest.Product} {manifest.Version} {place} (image {result.ImageSize}{signature})";
        if (result.ImageFile is { Address: not null } file)
            yield return $"image taken from {file}";
        foreach (PatchResult patch in result.Patches)
        {
            string kind = patch.Base.Kind == BaseKind.Release ? patch.Base.Version.ToString() : $"the previous build ({patch.Base.Version})";
            string offered = patch.IsOffered ? string.Empty : "; not smaller than the image, so that is offered alone";
            yield return string.Create(
                CultureInfo.InvariantCulture, $"patch from {kind}{patch.InFormat}: {patch.Size}, {patch.Download} to download, {patch.Percent:0.0#} % of the image{offered}");
        }

        foreach (GateResult bound in result.Gate)
            yield return $"{(bound.Passed ? "pass" : "FAIL")}  {bound.What}";
        foreach (string line in result.Trial)
            yield return line;
    }
}
