namespace Fota.Tool.Explain;

/// <summary>A symbol whose new size moved what stands behind it.</summary>
/// <param name="Symbol">The symbol in the new image.</param>
/// <param name="OldSize">Its size in the old image; null where that has none of its name.</param>
/// <param name="MovedBehind">Bytes of known symbols behind it in its section that stand elsewhere than before, up to the next symbol that moved them on.</param>
internal readonly record struct Displacement(ImageRegion Symbol, int? OldSize, int MovedBehind)
{
    /// <summary>The symbol behind which most moved; null where nothing did, or where one of the images has no symbols.</summary>
    public static Displacement? Largest(ImageMap oldMap, ImageMap newMap)
    {
        if (!oldMap.HasSymbols || !newMap.HasSymbols)
            return null;
        Displacement? largest = null, current = null;
        foreach (ImageRegion region in newMap.Regions)
        {
            if (!region.IsSymbol)
                continue;
            if (current is { } left && left.Symbol.Section != region.Section)
                current = null;
            ImageRegion? old = oldMap.Find(region.Name);
            if (current is { } open && old is not null && old.Start != region.Start)
                current = open with { MovedBehind = open.MovedBehind + region.Size };
            if (current is { MovedBehind: > 0 } counted && counted.MovedBehind > (largest?.MovedBehind ?? 0))
                largest = counted;
            if (old?.Size != region.Size)
                current = new(region, old?.Size, 0);
        }

        return largest;
    }
}
