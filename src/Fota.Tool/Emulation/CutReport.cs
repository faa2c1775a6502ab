using Fota.Emulator;
using Fota.Errors;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Emulation;

/// <summary>What came of cutting the power at the flash operations of an update.</summary>
/// <param name="Operations">Flash operations of the update.</param>
/// <param name="Runs">How often the device went through it, with one cut each.</param>
/// <param name="Rollback">Whether the new version never confirmed, so that the old one had to come back.</param>
/// <param name="Endings">The same for each way in which a cut operation ends.</param>
internal sealed record CutReport(int Operations, int Runs, bool Rollback, IReadOnlyList<CutEnding> Endings)
{
    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        Table table = new Table().AddColumns("The operation ends", "What is left of it");
        table.AddColumn("Cuts", each => each.RightAligned()).AddColumn("Device lost", each => each.RightAligned());
        foreach (CutEnding ending in Endings)
            table.AddRow(ending.Ending, ending.Meaning, $"{ending.Operations:N0}", $"{ending.FailedAt.Count:N0}");
        console.WriteTable(table);
        if (Endings.All(ending => ending.FailedAt.Count == 0))
            console.MarkupLineInterpolated($"[bold green]No cut does harm[/]: {Runs:N0} runs with one each, of an update with {Operations:N0} flash operations{(Rollback ? ", rollback included" : "")}");
    }

    /// <summary>Does nothing when the device came through every cut.</summary>
    /// <exception cref="FotaException">It did not; names the first operation.</exception>
    public void EnsureUnharmed()
    {
        if (Endings.FirstOrDefault(ending => ending.FailedAt.Count > 0) is not { } worst)
            return;
        throw new FotaException(
            EmulatorErrors.DeviceFailed,
            $"The emulated device does not recover from {Endings.Sum(ending => ending.FailedAt.Count)} of {Runs} power cuts, the first at operation {worst.FailedAt[0]}, {worst.Ending}.",
            "If the bootloader is the one of Fota.Build, report it with the update and its base.");
    }
}

/// <summary>The cuts with one ending.</summary>
/// <param name="Ending">before, torn, after, nearly or barely.</param>
/// <param name="Operations">How many operations were cut.</param>
/// <param name="FailedAt">The operations behind which the device was lost.</param>
internal sealed record CutEnding(string Ending, int Operations, IReadOnlyList<int> FailedAt)
{
    internal string Meaning => Ending switch
    {
        "before" => "nothing",
        "torn" => "some of its bytes, some bits undecided",
        "after" => "all",
        "nearly" => "all, one byte undecided",
        _ => "nothing to be seen, but the flash is spent",
    };
}
