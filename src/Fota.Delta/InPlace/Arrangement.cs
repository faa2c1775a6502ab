namespace Fota.Delta.InPlace;

/// <summary>A block that is copied into another, which is erased before.</summary>
/// <param name="From">Where it is.</param>
/// <param name="To">Where it is needed.</param>
public readonly record struct BlockMove(int From, int To);

/// <summary>
/// The moves that bring each block of the new image from where it was built to its place. They follow from the plan alone, so a device
/// finds the same ones at each boot, and goes on at the number that its journal has.
/// </summary>
/// <remarks>
/// Block k lies in place(k) and belongs in k. So the blocks form chains, which begin at a block of the region where nothing was built, and
/// rings. A chain is followed from its free end. In a ring, the block that belongs in the lowest place steps aside, which leaves that
/// place free when the others have moved up: there the next ring's block steps aside. At the end each goes to its own place, the last
/// first. So whatever the number of rings, no block is erased more than three times in all: built, used to step aside, arranged.
/// </remarks>
internal static class Arrangement
{
    public static List<BlockMove> MovesOf(InPlacePlan plan)
    {
        IReadOnlyList<int> places = plan.Places;
        int count = places.Count;
        var moves = new List<BlockMove>();
        bool[] isSettled = new bool[count];
        for (int block = 0; block < count; block++)
        {
            if (plan.DeathOf(block) < count)
                continue;
            for (int to = block; to < count; to = places[to])
            {
                moves.Add(new(places[to], to));
                isSettled[to] = true;
            }
        }
        int aside = SpareOf(plan);
        var waiting = new Stack<BlockMove>();
        for (int block = 0; block < count; block++)
        {
            if (isSettled[block] || places[block] == block)
                continue;
            moves.Add(new(places[block], aside));
            waiting.Push(new(aside, block));
            for (int to = places[block]; to != block; to = places[to])
            {
                moves.Add(new(places[to], to));
                isSettled[to] = true;
            }
            aside = block;
        }
        moves.AddRange(waiting);
        return moves;
    }

    // Behind the new image all is free once the chains have been followed. The last block is built into least often.
    private static int SpareOf(InPlacePlan plan) => plan.Region.Blocks - 1;
}
