using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;

namespace Fota.Release.Publishing;

/// <summary>What a device is sent.</summary>
public enum OfferKind
{
    /// <summary>Nothing: it runs the version already, or a later one, or the package is incomplete.</summary>
    None,

    /// <summary>The patch from the image that it runs.</summary>
    Patch,

    /// <summary>The full image: no patch is from what it runs.</summary>
    FullImage,
}

/// <summary>Which file of a package is for a device: a server's whole decision, as a function of the manifest.</summary>
/// <param name="Kind">What the device is sent.</param>
/// <param name="Container">The file to send, for the device; null for none.</param>
/// <param name="File">The bare patch or image in it; null for none.</param>
/// <param name="Size">The size of the bare patch or image.</param>
/// <param name="Download">The size of the file to send.</param>
/// <param name="Reason">Why, in a few words for a log.</param>
public sealed record UpdateOffer(OfferKind Kind, string? Container, string? File, ByteSize Size, ByteSize Download, string Reason)
{
    /// <summary>Chooses by what a device says that it runs.</summary>
    /// <param name="manifest">The manifest of the package on offer.</param>
    /// <param name="from">The SHA-256 of the device's image in hexadecimal digits, its version, or nothing.</param>
    /// <param name="formats">The formats that the device reads; null where it does not say, and then it gets the package's first.</param>
    /// <param name="region">The region of a device with one slot, which takes no patch without a plan for it; null for one with two slots, which takes any.</param>
    /// <exception cref="FotaException"><paramref name="from"/> is neither a digest nor a version (FOTA3002, FOTA3003).</exception>
    public static UpdateOffer Choose(UpdateManifest manifest, string? from, IReadOnlyList<PatchFormat>? formats = null, FlashRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (string.IsNullOrEmpty(from))
            return manifest.IsComplete ? Full(manifest, region, "the device does not say what it runs") : Incomplete;
        return Sha256Digest.TryParse(from, out Sha256Digest digest)
            ? Choose(manifest, digest, formats, region)
            : Choose(manifest, FirmwareVersion.Parse(from), formats, region);
    }

    /// <summary>Chooses by the SHA-256 of the image that a device runs: the surest way.</summary>
    public static UpdateOffer Choose(UpdateManifest manifest, Sha256Digest running, IReadOnlyList<PatchFormat>? formats = null, FlashRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (!manifest.IsComplete)
            return Incomplete;
        if (running == manifest.Image.Digest)
            return Nothing($"the device runs {manifest.Version} already");
        return Smallest(manifest, formats, region, patch => patch.Base.Digest == running) is { } patch
            ? From(manifest, patch)
            : Full(manifest, region, $"no patch is from the image that the device runs{Planned(region)}");
    }

    /// <summary>Chooses by the version that a device runs. Only releases count: two builds can have the same version.</summary>
    public static UpdateOffer Choose(UpdateManifest manifest, FirmwareVersion running, IReadOnlyList<PatchFormat>? formats = null, FlashRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (!manifest.IsComplete)
            return Incomplete;
        if (running >= manifest.Version)
            return Nothing($"the device runs {running}, the package is {manifest.Version}");
        return Smallest(manifest, formats, region, patch => patch.Base.Kind == BaseKind.Release && patch.Base.Version == running) is { } patch
            ? From(manifest, patch)
            : Full(manifest, region, $"no patch is from {running}{Planned(region)}");
    }

    // A device that does not say what it reads is an old one: it gets the format that the project names first.
    private static ManifestPatch? Smallest(
        UpdateManifest manifest, IReadOnlyList<PatchFormat>? formats, FlashRegion? region, Func<ManifestPatch, bool> isFrom)
    {
        ManifestPatch[] fitting = [.. manifest.Patches.Where(patch => patch.IsFor(region))];
        return fitting.Where(isFrom).Where(patch => formats?.Contains(patch.Format) ?? patch.Format == fitting[0].Format).MinBy(patch => patch.PayloadSize);
    }

    private static string Planned(FlashRegion? region) => region is null ? "" : $" and planned for a region of {region}";

    private static UpdateOffer Incomplete => Nothing("the package is incomplete: not signed yet");

    private static UpdateOffer Nothing(string reason) => new(OfferKind.None, null, null, default, default, reason);

    private static UpdateOffer From(UpdateManifest manifest, ManifestPatch patch) => new(
        OfferKind.Patch, patch.Container, patch.File, patch.Size, manifest.DownloadOf(patch), $"the patch is from {patch.Base.Version}");

    private static UpdateOffer Full(UpdateManifest manifest, FlashRegion? region, string reason) => manifest.Image.Size.Bytes > region?.Size
        ? Nothing($"the image takes {manifest.Image.Size.Bytes} bytes, and the device's region has {region.Size}")
        : new(OfferKind.FullImage, PackageFiles.FullContainer, PackageFiles.Image, manifest.Image.Size, manifest.DownloadOf(null), reason);
}
