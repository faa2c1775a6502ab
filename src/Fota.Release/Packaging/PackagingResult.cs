using Fota.Delta;
using Fota.Errors;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Manifest;
using Fota.Release.Store;

namespace Fota.Release.Packaging;

/// <summary>What packaging did.</summary>
public sealed record PackagingResult
{
    /// <summary>The manifest of the package.</summary>
    public required UpdateManifest Manifest { get; init; }

    /// <summary>The file that the image was taken from.</summary>
    public required ImageFile? ImageFile { get; init; }

    /// <summary>Whether the package was there already, so that only the gate was judged.</summary>
    public required bool Unchanged { get; init; }

    /// <summary>The patch from each base, that from the newest first; also those that are not offered because they are not smaller.</summary>
    public required IReadOnlyList<PatchResult> Patches { get; init; }

    /// <summary>What the user should know though the build goes on.</summary>
    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>Each bound of the gate that was set, and whether the package keeps it.</summary>
    public required IReadOnlyList<GateResult> Gate { get; init; }

    /// <summary>Whether the update folder has the package: the gate let it pass. Otherwise what lay there lies there still.</summary>
    public bool Written => Files.Count > 0;

    /// <summary>All files of the package, its reports, state file and lock, with full paths; none where it was refused.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>One line about each patch that was tried on the emulated device.</summary>
    public IReadOnlyList<string> Trial { get; init; } = [];

    /// <summary>The release that the image became; null where none was asked for, or the gate refused.</summary>
    public ArchivedImage? Released { get; init; }

    /// <summary>The size of the full image.</summary>
    public ByteSize ImageSize => Manifest.Image.Size;

    /// <summary>Whether the package is signed.</summary>
    public bool IsComplete => Manifest.IsComplete;

    /// <summary>Whether the gate let the package pass.</summary>
    public bool Passed => Gate.All(result => result.Passed);
}

/// <summary>The patch from one base.</summary>
/// <param name="Base">The base.</param>
/// <param name="OtherFormat">What the patch is written in; null for the package's first format.</param>
/// <param name="Size">The size of the patch, also of one that is not offered.</param>
/// <param name="Download">What devices with this base download: the file with the patch, or with the full image where that is offered alone.</param>
/// <param name="Percent">The download in percent of the full image.</param>
/// <param name="IsOffered">Whether devices with this base get the patch; otherwise, as it is not smaller, they get the full image.</param>
public sealed record PatchResult(ManifestBase Base, PatchFormat? OtherFormat, ByteSize Size, ByteSize Download, double Percent, bool IsOffered)
{
    /// <param name="manifest">The package.</param>
    /// <param name="source">The base.</param>
    /// <param name="otherFormat">What the patch is written in; null for the package's first format.</param>
    /// <param name="size">The size of the patch.</param>
    /// <param name="offered">The patch as the package offers it; null where the full image is offered alone.</param>
    /// <param name="signature">The size of the signature in each file.</param>
    internal static PatchResult Of(
        UpdateManifest manifest, ManifestBase source, PatchFormat? otherFormat, ByteSize size, ManifestPatch? offered, ByteSize signature)
    {
        ByteSize download = manifest.DownloadOf(offered, signature);
        return new(source, otherFormat, size, download, download.PercentOf(manifest.Image.Size), offered is not null);
    }

    /// <summary>The base's version, and the format where it is not the first, such as <c>1.0.0 in compact</c>.</summary>
    public string From => $"{Base.Version}{InFormat}";

    /// <summary>The format where it is not the first, such as <c> in compact</c>, else nothing.</summary>
    public string InFormat => OtherFormat is { } format ? $" in {format.Name()}" : "";
}
