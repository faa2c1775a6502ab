using Fota.Delta;
using Fota.Delta.InPlace;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Signing;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What a package is, and what would be sent to whom.</summary>
/// <param name="Kind">Always <c>package</c>.</param>
/// <param name="Product">The product.</param>
/// <param name="Version">The new version.</param>
/// <param name="Image">The full image.</param>
/// <param name="Algorithm">The algorithm of the signatures; null while the package is not signed.</param>
/// <param name="KeyId">The key that signed.</param>
/// <param name="SourceRevision">What it was built from.</param>
/// <param name="Offers">What each device gets.</param>
internal sealed record PackageReport(
    string Kind, string Product, string Version, ImageReference Image, string? Algorithm, string? KeyId, string? SourceRevision, IReadOnlyList<OfferEntry> Offers)
{
    /// <summary>Describes a manifest.</summary>
    public static PackageReport Of(UpdateManifest manifest) => new(
        "package",
        manifest.Product.Name,
        manifest.Version.ToString(),
        new ImageReference(manifest.Image.Size.Bytes, manifest.Image.Digest.ToString()),
        manifest.Signature?.Algorithm.Name(),
        manifest.Signature?.KeyId,
        manifest.SourceRevision,
        [
            .. manifest.Patches.Select(patch => Offer($"{patch.Base.Version}{(patch.Base.Kind == BaseKind.Build ? " (build)" : "")}{(patch.Format == manifest.Patches[0].Format ? "" : $" in {patch.Format.Name()}")}", UpdateOffer.Choose(manifest, patch.Base.Digest, [patch.Format]), patch.InPlace?.Region)),
            Offer(null, UpdateOffer.Choose(manifest, (string?)null)),
            Offer(manifest.Version.ToString(), UpdateOffer.Choose(manifest, manifest.Image.Digest)),
        ]);

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{Product} {Version}[/], image of {Image.Size:N0} bytes{(SourceRevision is null ? "" : $", built from {SourceRevision}")}");
        console.MarkupLineInterpolated($"  SHA-256 {Image.Sha256}");
        if (KeyId is null)
            console.MarkupLine("  [yellow]not signed yet: nothing is offered[/]");
        else
            console.MarkupLineInterpolated($"  signed with {Algorithm} by key {KeyId}");
        Table table = new Table().AddColumns("A device that runs", "gets");
        bool hasPlans = Offers.Any(offer => offer.Region is not null);
        if (hasPlans)
            table.AddColumn("with two slots, or one of");
        table.AddColumn("Carries", each => each.RightAligned()).AddColumn("Download", each => each.RightAligned()).AddColumn("Share", each => each.RightAligned()).AddColumn("File");
        foreach (OfferEntry offer in Offers)
        {
            string[] device = hasPlans ? [offer.Kind != "patch" ? "any" : offer.Region ?? "two slots alone"] : [];
            table.AddRow(
                [Markup.Escape(offer.From ?? "any other"), offer.Kind switch { "patch" => "[green]the patch[/]", "fullImage" => "the full image", _ => "nothing" }, .. device,
                offer.File is null ? "" : $"{offer.Size:N0}", offer.File is null ? "" : $"{offer.Download:N0}", offer.File is null ? "" : $"{100.0 * offer.Download / Image.Size:0.0} %", Markup.Escape(offer.File ?? "")]);
        }

        console.WriteTable(table);
    }

    private static OfferEntry Offer(string? from, UpdateOffer offer, FlashRegion? region = null) => new(
        from, offer.Kind switch { OfferKind.Patch => "patch", OfferKind.FullImage => "fullImage", _ => "none" }, offer.Size.Bytes, offer.Download.Bytes, offer.Container, offer.Reason, region?.ToString());
}

/// <summary>What a device is sent: <see cref="Size"/> bytes of patch or image, in a file of <see cref="Download"/> bytes. <see cref="From"/> is null for all versions that are not named, <see cref="Region"/> for files that devices with one slot take in any region, or none.</summary>
internal sealed record OfferEntry(string? From, string Kind, long Size, long Download, string? File, string Reason, string? Region);
