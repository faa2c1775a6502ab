using Fota.Delta.InPlace;

namespace Fota.Delta.Tests.InPlace;

public sealed class ArrangementTests
{
    private const int MaxErases = 3;

    [Fact]
    public void Any_plan_is_arranged_without_losing_a_block_or_wearing_one_out()
    {
        var random = new Random(1);
        for (int round = 0; round < 3000; round++)
        {
            int blocks = 2 + random.Next(24);
            int count = 1 + random.Next(blocks - 1);
            int[] order = [.. Enumerable.Range(0, blocks)];
            random.Shuffle(order);
            Arrange(blocks, order[..count]);
        }
    }

    [Fact]
    public void The_largest_region_may_be_nothing_but_rings()
    {
        // 511 rings of two blocks each, and one block to step aside to.
        int[] places = [.. Enumerable.Range(0, FlashRegion.MaxBlocks - 1).Select(block => block ^ 1)];
        int moves = Arrange(FlashRegion.MaxBlocks, places);
        Assert.Equal(3 * 511, moves);
    }

    [Fact]
    public void What_is_in_its_place_stays()
    {
        Assert.Equal(0, Arrange(5, [0, 1, 2, 3]));
        Assert.Equal(1, Arrange(5, [0, 4, 2, 3]));
        Assert.Equal(4, Arrange(5, [4, 0, 1, 2]));
    }

    private static int Arrange(int blocks, int[] places)
    {
        InPlacePlan plan = InPlacePlan.Of(new FlashRegion(256, blocks), places);
        int?[] content = new int?[blocks];
        int[] erases = new int[blocks];
        for (int block = 0; block < places.Length; block++)
        {
            content[places[block]] = block;
            erases[places[block]]++;
        }
        List<BlockMove> moves = Arrangement.MovesOf(plan);
        foreach (BlockMove move in moves)
        {
            // What is erased is still to be found elsewhere; a move may be repeated from its start.
            int? erased = content[move.To];
            Assert.NotEqual(move.From, move.To);
            Assert.True(erased is null || content.Count(block => block == erased) > 1, $"Block {erased} of {string.Join(' ', places)} is lost.");
            content[move.To] = content[move.From];
            erases[move.To]++;
        }
        Assert.Equal(Enumerable.Range(0, places.Length), content[..places.Length].Select(block => block!.Value));
        Assert.InRange(erases.Max(), 0, MaxErases);
        return moves.Count;
    }
}
