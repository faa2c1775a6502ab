namespace Fota.Tool.Explain;

/// <summary>The symbol whose change in size moved the most of what stands behind it.</summary>
/// <param name="Symbol">The symbol in the new image.</param>
/// <param name="OldSize">Its size in the old image; null where that has none of its name.</param>
/// <param name="MovedBehind">Bytes of known symbols behind it in its section that stand elsewhere than before.</param>
internal readonly record struct Displacement(ImageRegion Symbol, int? OldSize, int MovedBehind)
{
    /// <summary>
    /// The symbol of the largest change among those behind which something moved, the first of equals; null where there is none, or where
    /// one of the images has no symbols.
    /// </summary>
    public static Displacement? Largest(ImageMap oldMap, ImageMap newMap)
    {
        if (!oldMap.HasSymbols || !newMap.HasSymbols)
            return null;
        Displacement? largest = null;
        int largestChange = 0, movedBehind = 0;
        string section = "";
        foreach (ImageRegion region in newMap.Regions.Reverse())
        {
            if (region.Section != section)
                (section, movedBehind) = (region.Section, 0);
            if (!region.IsSymbol)
                continue;
            ImageRegion? old = oldMap.Find(region.Name);
            int change = Math.Abs(region.Size - (old?.Size ?? 0));
            if (movedBehind > 0 && change > 0 && change >= largestChange)
                (largest, largestChange) = (new(region, old?.Size, movedBehind), change);
            if (old is not null && old.Start != region.Start)
                movedBehind += region.Size;
        }

        return largest;
    }
}
