namespace Fota.Delta.InPlace;

/// <summary>
/// Chooses where each block of the new image is built. Where no block of the region is free, the block of the old image dies of which the
/// fewest bytes are still to be read: what is not read then is data in the patch.
/// </summary>
internal static class BlockAllocation
{
    private const int IsOwn = -2;
    private const int IsFree = -1;

    public static InPlacePlan Plan(FlashRegion region, BlockNeeds needs)
    {
        long[] unread = new long[needs.SourceBlocks];
        for (int block = 0; block < needs.SourceBlocks; block++)
        {
            for (int step = 0; step < needs.Steps; step++)
                unread[block] += needs[block, step];
        }
        int[] places = new int[needs.Steps];
        bool[] isBuilt = new bool[region.Blocks];
        for (int step = 0; step < places.Length; step++)
        {
            places[step] = Cheapest(step, isBuilt, unread);
            isBuilt[places[step]] = true;
            for (int block = 0; block < needs.SourceBlocks; block++)
                unread[block] -= needs[block, step];
        }
        return InPlacePlan.Of(region, places);
    }

    // Of those that cost nothing its own place, from which it need not move, then one that was free all along.
    private static int Cheapest(int step, bool[] isBuilt, long[] unread)
    {
        int best = -1;
        long bestCost = long.MaxValue;
        for (int block = 0; block < isBuilt.Length; block++)
        {
            if (isBuilt[block])
                continue;
            long cost = block < unread.Length ? unread[block] : IsFree;
            if (block == step && cost <= 0)
                cost = IsOwn;
            if (cost < bestCost)
                (best, bestCost) = (block, cost);
        }
        return best;
    }
}
