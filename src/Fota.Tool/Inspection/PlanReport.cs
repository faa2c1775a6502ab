using Fota.Delta.InPlace;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>How a device with one slot applies a patch: where each block of the new image is built, where it goes then, and when.</summary>
/// <param name="SectorSize">Bytes of a block of the flash.</param>
/// <param name="Sectors">Blocks of the region that holds the image.</param>
/// <param name="Runs">Blocks of the new image that are built into blocks that follow each other, in the order of building.</param>
/// <param name="Moves">Blocks that are copied to their places afterwards, in order.</param>
internal sealed record PlanReport(int SectorSize, int Sectors, IReadOnlyList<PlanRun> Runs, IReadOnlyList<PlanMove> Moves)
{
    public static PlanReport Of(InPlacePlan plan) => new(
        plan.Region.BlockSize,
        plan.Region.Blocks,
        [.. plan.Runs().Select(run => new PlanRun(run.Step, run.Count, run.Place))],
        MovesOf(plan));

    /// <summary>Draws the order of building and of copying.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"  for devices with one slot too, of {Sectors} sectors of {SectorSize:N0} bytes; {Moves.Count} are copied to their places at the end");
        Table built = new Table().AddColumns("Step", "Builds of the new image", "In", "Overwrites the old image from");
        foreach (PlanRun run in Runs)
        {
            built.AddRow(
                Span(run.First, run.Count), $"{Span(run.First, run.Count)} (0x{(long)run.First * SectorSize:X})",
                $"sector {Span(run.Sector, run.Count)}", $"0x{(long)run.Sector * SectorSize:X}");
        }

        console.WriteTable(built);
        if (Moves.Count == 0)
            return;
        Table copied = new Table().AddColumns("Step", "Copies of the new image", "From", "To");
        for (int at = 0; at < Moves.Count;)
        {
            (PlanMove first, int count, int stride) = (Moves[at], 1, 0);
            for (; at + count < Moves.Count && Goes(Moves[at + count - 1], Moves[at + count], ref stride); count++)
            {
            }

            copied.AddRow(
                Span(first.Step, count), Span(first.Block, count, stride), $"sector {Span(first.From, count, stride)}",
                $"sector {Span(first.To, count, stride)}{(first.IsAside ? ", out of the way" : "")}");
            at += count;
        }

        console.WriteTable(copied);
    }

    private static List<PlanMove> MovesOf(InPlacePlan plan)
    {
        int step = plan.Places.Count;
        var blocks = new int[plan.Region.Blocks];
        for (int block = 0; block < step; block++)
            blocks[plan.Places[block]] = block;
        var moves = new List<PlanMove>();
        foreach (BlockMove move in plan.Moves)
        {
            blocks[move.To] = blocks[move.From];
            moves.Add(new(step++, blocks[move.To], move.From, move.To));
        }

        return moves;
    }

    /// <summary>Whether a move belongs into the row of the one before: both to their places, as far, and as far on as the others of the row.</summary>
    private static bool Goes(PlanMove last, PlanMove next, ref int stride)
    {
        int on = next.To - last.To;
        if (last.IsAside || next.IsAside || next.From - last.From != on || (stride != 0 && stride != on))
            return false;
        stride = on;
        return true;
    }

    private static string Span(int first, int count, int stride = 1) => (count, stride) switch
    {
        (1, _) => $"{first}",
        (2, not 1) => $"{first}, {first + stride}",
        (_, 1) => $"{first} to {first + count - 1}",
        _ => $"{first}, {first + stride} to {first + ((count - 1) * stride)}",
    };
}

/// <summary>So many blocks of the new image from one on, built from one sector on.</summary>
internal sealed record PlanRun(int First, int Count, int Sector);

/// <summary>A copy.</summary>
/// <param name="Step">When: blocks are built in the steps before.</param>
/// <param name="Block">The block of the new image that is copied.</param>
/// <param name="From">The sector that has it.</param>
/// <param name="To">The sector that is erased for it: that of its number, or one where it is out of the way until its own is free.</param>
internal sealed record PlanMove(int Step, int Block, int From, int To)
{
    /// <summary>Whether this is not yet its place.</summary>
    public bool IsAside => To != Block;
}
