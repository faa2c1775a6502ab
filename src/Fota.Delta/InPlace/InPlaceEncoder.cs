using Fota.Delta.Jojo;
using Fota.Delta.Matching;

namespace Fota.Delta.InPlace;

/// <summary>Makes JojoDiff patches for devices that have room for one image and little more.</summary>
public static class InPlaceEncoder
{
    // On firmware more rounds win nothing that shows.
    private const int MaxRounds = 3;

    /// <summary>
    /// Makes the patch that turns one image into another in the flash where it lies, and the plan for it. The same images give the same
    /// bytes. The update was carried out in a modelled region before it is returned.
    /// </summary>
    /// <param name="source">The old image.</param>
    /// <param name="target">The new image.</param>
    /// <param name="region">The flash.</param>
    /// <param name="format">A JojoDiff format.</param>
    /// <param name="progress">Hears the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work within 100 ms.</param>
    /// <returns>The smallest patch found, with its plan.</returns>
    /// <exception cref="Errors.FotaException">An image is too large for the encoder or for the region.</exception>
    public static InPlaceUpdate Encode(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> target,
        FlashRegion region,
        PatchFormat format = PatchFormats.Default,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfEqual((int)format, (int)PatchFormat.Compact, nameof(format));
        PatchEncoder.CheckSize(source.Length, "old");
        PatchEncoder.CheckSize(target.Length, "new");
        region.CheckRoom(source.Length, target.Length);
        progress?.Report(0);
        InPlaceUpdate update = FindBest(source, target, region, format, progress, cancellationToken);
        InPlaceOutcome outcome = InPlaceSimulation.Run(source, update.Plan, update.Patch, target.Length);
        // A wrong update would brick devices, and is a bug here, nobody else's.
        if (!target.SequenceEqual(outcome.Image))
            throw new InvalidOperationException("The update in place that was made does not give the new image.");
        progress?.Report(1);
        return update;
    }

    // What a patch reads says which blocks may die first, and that says what the next patch may read.
    private static InPlaceUpdate FindBest(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> target,
        FlashRegion region,
        PatchFormat format,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var index = new GramIndex(source, cancellationToken);
        byte[] patch = JojoEncoder.Encode(new ImagePair(source, target), index, format, Part(progress, 0), cancellationToken);
        int unrestrictedSize = patch.Length;
        InPlaceUpdate? best = null;
        for (int round = 1; round <= MaxRounds; round++)
        {
            InPlacePlan plan = BlockAllocation.Plan(region, BlockNeeds.Of(patch, region, source.Length, target.Length));
            if (best is not null && plan.Places.SequenceEqual(best.Plan.Places))
                break;
            var window = new ReadWindow(plan.DeathsOf(region.BlocksOf(source.Length)), region.BlockBits);
            patch = JojoEncoder.Encode(new ImagePair(source, target, window), index, format, Part(progress, round), cancellationToken);
            if (best is null || patch.Length < best.Patch.Length)
                best = new(plan, patch, unrestrictedSize);
            if (patch.Length <= unrestrictedSize)
                break;
        }
        return best!;
    }

    private static Progress? Part(IProgress<double>? progress, int round) => progress is null ? null : new(progress, round);

    private sealed class Progress(IProgress<double> whole, int round) : IProgress<double>
    {
        public void Report(double value) => whole.Report((round + value) / (MaxRounds + 1));
    }
}
