using Fota.Delta;
using Fota.Delta.InPlace;

namespace Fota.Tool.Explain;

/// <summary>What it costs that a patch reads nothing of the old image that it has overwritten, for devices with one slot.</summary>
/// <param name="Update">The patch and its plan.</param>
/// <param name="SavedBySector">Bytes that one more sector would save; 0 where that was not tried.</param>
internal sealed record RestrictionCost(InPlaceUpdate Update, int SavedBySector)
{
    /// <summary>Share of the patch, in percent, from which on another sector is worth a thought.</summary>
    private const int WorthPercent = 2;

    /// <summary>Bytes more than with two slots.</summary>
    private int Bytes => SizeOf(Update) - Update.UnrestrictedSize;

    /// <summary>Makes the patch; where the restriction is dear, also that for a sector more.</summary>
    /// <exception cref="Errors.FotaException">The images do not fit the flash.</exception>
    public static RestrictionCost Of(
        byte[] source, byte[] target, FlashRegion flash, PatchFormat format, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        InPlaceUpdate update = InPlaceEncoder.Encode(source, target, flash, format, progress, cancellationToken);
        var cost = new RestrictionCost(update, 0);
        if (cost.Bytes * 100L < SizeOf(update) * WorthPercent || !FlashRegion.Exists(flash.BlockSize, flash.Blocks + 1))
            return cost;
        var larger = new FlashRegion(flash.BlockSize, flash.Blocks + 1);
        return cost with { SavedBySector = SizeOf(update) - SizeOf(InPlaceEncoder.Encode(source, target, larger, format, null, cancellationToken)) };
    }

    /// <summary>An explanation that has this cost too.</summary>
    public Explanation AddTo(Explanation explanation)
    {
        FlashRegion flash = Update.Plan.Region;
        var summary = new InPlaceSummary(flash.BlockSize, flash.Blocks, Update.UnrestrictedSize, Update.Plan.ToBytes().Length, Bytes);
        return explanation with { InPlace = summary, Advice = [.. explanation.Advice, .. Remedy(flash)] };
    }

    private IEnumerable<Advice> Remedy(FlashRegion flash)
    {
        if (SavedBySector <= 0)
            yield break;
        yield return new(
            FormattableString.Invariant($"{Bytes} of {SizeOf(Update)} bytes are there because the device has one slot; with one sector more there would be {SavedBySector} less."),
            FormattableString.Invariant($"Give the region {flash.Size + flash.BlockSize} bytes of flash (FotaFlash) where the device has them."));
    }

    private static int SizeOf(InPlaceUpdate update) => update.Patch.Length + update.Plan.ToBytes().Length;
}
