using Fota.Delta.InPlace;
using Fota.Tool.Inspection;
using Spectre.Console;

namespace Fota.Tool.Tests;

/// <summary>The plan of an update in place, as <c>fota inspect</c> shows it.</summary>
public sealed class PlanReportTests
{
    private const int SectorSize = 256;

    [Fact]
    public void The_steps_bring_each_block_to_its_place()
    {
        byte[] image = new byte[40 * SectorSize];
        new Random(1).NextBytes(image);
        // Three zones in another order: blocks move both ways.
        byte[] target = [.. image[5120..], .. image[3840..5120], .. image[..3840]];
        var report = PlanReport.Of(InPlaceEncoder.Encode(image, target, new FlashRegion(SectorSize, 42), cancellationToken: TestContext.Current.CancellationToken).Plan);

        var flash = new int?[report.Sectors];
        int step = 0;
        foreach (PlanRun run in report.Runs)
        {
            for (int i = 0; i < run.Count; i++)
                flash[run.Sector + i] = step++;
        }

        Assert.Equal(40, step);
        Assert.NotEmpty(report.Moves);
        foreach (PlanMove move in report.Moves)
        {
            Assert.Equal(step++, move.Step);
            Assert.Equal(move.Block, flash[move.From]);
            flash[move.To] = move.Block;
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(block => (int?)block), flash[..40]);
    }

    [Fact]
    public void The_plan_of_the_documentation_is_drawn_with_its_copies()
    {
        string[] rows = Draw([0x05, 0x04, 0x00, 0x04, 0x04, 0x00], sectors: 7, blocks: 5);

        Assert.Equal(
            [
                "0 to 1 | 0 to 1 (0x0) | sector 5 to 6 | 0x500",
                "2 to 3 | 2 to 3 (0x200) | sector 0 to 1 | 0x0",
                "4 | 4 (0x400) | sector 4 | 0x400",
                "5 | 2 | sector 0 | sector 2",
                "6 | 0 | sector 5 | sector 0",
                "7 | 3 | sector 1 | sector 3",
                "8 | 1 | sector 6 | sector 1",
            ],
            rows);
    }

    [Fact]
    public void Copies_that_go_on_alike_share_a_row_and_one_that_steps_aside_has_its_own()
    {
        // All blocks lie 2 too high: two chains, each from its low end to its high one.
        Assert.Equal(
            ["0 to 6 | 0 to 6 (0x0) | sector 2 to 8 | 0x200", "7 to 10 | 0, 2 to 6 | sector 2, 4 to 8 | sector 0, 2 to 6", "11 to 13 | 1, 3 to 5 | sector 3, 5 to 7 | sector 1, 3 to 5"],
            Draw([0x02, 6 << 2], sectors: 9, blocks: 7));
        // Two that changed places.
        Assert.Equal(
            ["0 | 0 (0x0) | sector 1 | 0x100", "1 | 1 (0x100) | sector 0 | 0x0", "2 | 0 | sector 1 | sector 2, out of the way", "3 | 1 | sector 0 | sector 1", "4 | 0 | sector 2 | sector 0"],
            Draw([0x01, 0x00, 0x00, 0x00], sectors: 3, blocks: 2));
    }

    /// <summary>The rows of the tables, cells parted by bars.</summary>
    private static string[] Draw(byte[] plan, int sectors, int blocks)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        PlanReport.Of(InPlacePlan.Read(plan, new FlashRegion(SectorSize, sectors), blocks * SectorSize)).Draw(console);
        return [.. text.ToString().Split('\n')
            .Where(line => line.StartsWith('│') && !line.Contains("Step", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Trim().Trim('│').Split('│', StringSplitOptions.TrimEntries)))];
    }
}
