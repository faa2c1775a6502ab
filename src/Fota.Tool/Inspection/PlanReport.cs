using Fota.Delta.InPlace;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>How a device with one slot applies a patch: where each block of the new image is built, and when.</summary>
/// <param name="SectorSize">Bytes of a block of the flash.</param>
/// <param name="Sectors">Blocks of the region that holds the image.</param>
/// <param name="Runs">Blocks of the new image that are built into blocks that follow each other, in the order of building.</param>
/// <param name="Moves">Blocks that are copied to their places afterwards.</param>
internal sealed record PlanReport(int SectorSize, int Sectors, IReadOnlyList<PlanRun> Runs, int Moves)
{
    public static PlanReport Of(InPlacePlan plan) => new(
        plan.Region.BlockSize,
        plan.Region.Blocks,
        [.. plan.Runs().Select(run => new PlanRun(run.Step, run.Count, run.Place))],
        plan.Moves.Count);

    /// <summary>Draws the order of building.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"  for devices with one slot too, of {Sectors} sectors of {SectorSize:N0} bytes; {Moves} are copied to their places at the end");
        Table table = new Table().AddColumns("Step", "Builds of the new image", "In", "Overwrites the old image from");
        foreach (PlanRun run in Runs)
        {
            table.AddRow(
                Span(run.First, run.Count), $"{Span(run.First, run.Count)} (0x{(long)run.First * SectorSize:X})",
                $"sector {Span(run.Sector, run.Count)}", $"0x{(long)run.Sector * SectorSize:X}");
        }

        console.WriteTable(table);
    }

    private static string Span(int first, int count) => count == 1 ? $"{first}" : $"{first} to {first + count - 1}";
}

/// <summary>So many blocks of the new image from one on, built from one sector on.</summary>
internal sealed record PlanRun(int First, int Count, int Sector);
