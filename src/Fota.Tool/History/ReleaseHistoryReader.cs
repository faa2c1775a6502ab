using Fota.Delta;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Publishing;
using Fota.Release.Store;
using Fota.Tool.Airtime;
using Fota.Release.Images.Elf;
using Fota.Tool.CommandLine;
using Fota.Tool.Explain;

namespace Fota.Tool.History;

/// <summary>Reads the history of a product from its archive: makes the patch of each step anew, and charges it.</summary>
/// <param name="archive">The archive.</param>
/// <param name="product">The product.</param>
/// <param name="elfFiles">ELF files by the version that was linked to them; not every release needs one.</param>
/// <param name="region">The channel plan that transfers are counted for.</param>
/// <param name="format">What the patches are written in.</param>
internal sealed class ReleaseHistoryReader(
    BaseArchive archive, Product product, IReadOnlyDictionary<string, string> elfFiles, LoRaWanRegion region, PatchFormat format)
{
    /// <summary>Reads the newest releases, and what a package offers each of them.</summary>
    /// <param name="last">How many releases at most.</param>
    /// <param name="packageFolder">The update folder; null for none.</param>
    /// <param name="progress">Told the share of patches that are made, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the search for patches.</param>
    /// <exception cref="Errors.FotaException">An image, an ELF file or the package is damaged.</exception>
    public ReleaseHistory Read(int last, string? packageFolder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArchivedImage[] releases = [.. archive.Releases(product)];
        // One more than shown: the step to the oldest that is shown begins there.
        ArchivedImage[] read = [.. releases.TakeLast(last + 1)];
        byte[][] images = [.. read.Select(archive.ReadImage)];
        ImageMap?[] maps = [.. read.Select((release, i) => Map(release, images[i]))];
        var steps = new ReleaseStep[read.Length];
        int done = 0;
        Parallel.For(0, read.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, i =>
        {
            steps[i] = Step(read, images, maps, i, cancellationToken);
            progress?.Report((double)Interlocked.Increment(ref done) / read.Length);
        });
        return new ReleaseHistory(
            product.Name, archive.Root, format.Name(), [.. steps.TakeLast(last)], packageFolder is null ? null : Offers(packageFolder, releases));
    }

    private ReleaseStep Step(ArchivedImage[] releases, byte[][] images, ImageMap?[] maps, int at, CancellationToken cancellationToken)
    {
        ArchivedImage release = releases[at];
        Footprint? footprint = elfFiles.TryGetValue(release.Version.ToString(), out string? elf) ? FootprintOf(InputFile.ReadElf(elf)) : null;
        if (at == 0)
            return new(release.Version.ToString(), release.Added, release.SourceRevision, images[0].Length, null, null, footprint, null);
        byte[] patch = PatchEncoder.Encode(
            images[at - 1], images[at], new PatchEncoderOptions { Format = format }, cancellationToken: cancellationToken);
        Explanation explanation = Explainer
            .Run(images[at - 1], images[at], patch, maps[at - 1] ?? ImageMap.OfBlocks(images[at - 1].Length), maps[at] ?? ImageMap.OfBlocks(images[at].Length))
            .Explain(names => names);
        return new(
            release.Version.ToString(), release.Added, release.SourceRevision, images[at].Length, patch.Length, explanation.Kinds, footprint, Times(patch.Length));
    }

    private ImageMap? Map(ArchivedImage release, byte[] image) =>
        elfFiles.TryGetValue(release.Version.ToString(), out string? elf) ? ImageMap.OfElf(InputFile.ReadElf(elf), image) : null;

    private FieldOffers Offers(string folder, IReadOnlyList<ArchivedImage> releases)
    {
        UpdateManifest manifest = new PackageReader(folder).Manifest();
        return new(folder, manifest.Version.ToString(), [.. releases.Select(Offer)]);

        FieldOffer Offer(ArchivedImage release)
        {
            UpdateOffer offer = UpdateOffer.Choose(manifest, release.Digest);
            // An older package has nothing for a newer release, whatever its bytes are.
            if (release.Version >= manifest.Version || offer.Container is not { } file)
                return new(release.Version.ToString(), "none", 0, null, []);
            long bytes = new FileInfo(Path.Combine(folder, file)).Length;
            return new(release.Version.ToString(), offer.Kind == OfferKind.Patch ? "patch" : "fullImage", bytes, file, Times(bytes));
        }
    }

    private TransferTime[] Times(long bytes) =>
    [
        .. new[] { region.DataRates[0], region.DataRates[^1] }
            .Select(rate => new TransferTime(region.Name, rate.Name, Math.Round(FragmentedTransfer.Of(bytes, rate, region.DutyCycle).Elapsed.TotalSeconds, 3))),
    ];

    private static Footprint FootprintOf(ElfFile elf) => new(
        elf.Sections.Where(section => section.IsInImage).Sum(section => (long)section.Size),
        elf.Sections.Where(section => section.IsInRam).Sum(section => (long)section.Size));
}
