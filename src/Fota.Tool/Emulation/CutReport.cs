using Fota.Emulator;
using Fota.Errors;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Emulation;

/// <summary>What came of cutting the power at every flash operation of an update.</summary>
/// <param name="Operations">Flash operations of the update.</param>
/// <param name="Runs">How often the device went through it, with one cut each.</param>
/// <param name="Endings">The same for each way in which a cut operation ends.</param>
internal sealed record CutReport(int Operations, int Runs, IReadOnlyList<CutEnding> Endings)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromHours(1);

    /// <summary>Goes through the update again and again, in each of the endings.</summary>
    /// <exception cref="FotaException">The device does not even come through it undisturbed.</exception>
    public static async Task<CutReport> OfAsync(DeviceEmulator emulator, UpdateScenario scenario, CancellationToken cancellationToken)
    {
        var endings = new List<CutEnding>();
        foreach (CutMode mode in Enum.GetValues<CutMode>())
        {
            EmulationResult result = await emulator.RunAsync(
                scenario with { SweepAllCuts = mode, TimeLimit = TimeLimit }, cancellationToken).ConfigureAwait(false);
            result.EnsureUpdated(scenario.Device);
            endings.Add(new CutEnding(Name(mode), result.Sweep!.Operations, result.Sweep.FailedAt));
        }

        return new CutReport(endings[0].Operations, endings.Sum(ending => ending.Operations), endings);
    }

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        Table table = new Table().AddColumns("The operation ends", "What is left of it");
        table.AddColumn("Cuts", each => each.RightAligned()).AddColumn("Device lost", each => each.RightAligned());
        foreach (CutEnding ending in Endings)
            table.AddRow(ending.Ending, ending.Meaning, $"{ending.Operations:N0}", $"{ending.FailedAt.Count:N0}");
        console.WriteTable(table);
        if (Endings.All(ending => ending.FailedAt.Count == 0))
            console.MarkupLineInterpolated($"[bold green]No cut does harm[/]: {Runs:N0} runs, one for each of {Operations:N0} flash operations in each ending");
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

    private static string Name(CutMode mode) => mode.ToString().ToLowerInvariant();
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
