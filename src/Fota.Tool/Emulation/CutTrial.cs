using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Images;

namespace Fota.Tool.Emulation;

/// <summary>Takes an emulated device through an update again and again, and cuts the power.</summary>
internal sealed class CutTrial(DeviceEmulator emulator, UpdateScenario scenario, CutChoice choice)
{
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromHours(1);
    private static readonly CutMode[] s_endings = Enum.GetValues<CutMode>();

    /// <summary>Cuts as the choice says.</summary>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancellationToken">Ends the device.</param>
    /// <exception cref="FotaException">The device does not even come through the update undisturbed.</exception>
    public async Task<CutReport> RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        EmulationResult undisturbed = await emulator.RunAsync(scenario, cancellationToken);
        if (scenario.NewVersionFails)
            undisturbed.EnsureRolledBack(scenario.Device);
        else
            undisturbed.EnsureUpdated(scenario.Device);
        int operations = undisturbed.Flash.Erases + undisturbed.Flash.Programs;
        List<CutEnding> endings = choice.IsEvery
            ? await SweepAsync(progress, cancellationToken)
            : await CutEachAsync(undisturbed, [.. choice.Among(operations, scenario.UpdateContainer.Span)], progress, cancellationToken);
        return new CutReport(operations, endings.Sum(ending => ending.Operations), scenario.NewVersionFails, endings);
    }

    /// <summary>All operations, in one process for each ending.</summary>
    private async Task<List<CutEnding>> SweepAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var endings = new List<CutEnding>();
        foreach (CutMode mode in s_endings)
        {
            EmulationResult result = await emulator.RunAsync(
                scenario with { SweepAllCuts = mode, TimeLimit = s_timeLimit },
                progress is null ? null : new PartOfProgress(progress, endings.Count, s_endings.Length),
                cancellationToken);
            if (result.Sweep is null)
                result.EnsureUpdated(scenario.Device);
            endings.Add(new CutEnding(Name(mode), result.Sweep!.Operations, result.Sweep.FailedAt));
        }

        return endings;
    }

    private async Task<List<CutEnding>> CutEachAsync(
        EmulationResult undisturbed, PowerCut[] cuts, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string[] whole = [undisturbed.FinalImage, Sha256Digest.Of(scenario.BaseImage.Span).ToString()];
        var lost = new List<PowerCut>();
        for (int done = 0; done < cuts.Length; done++)
        {
            progress?.Report((double)done / cuts.Length);
            if (!await RecoversAsync(cuts[done], whole, cancellationToken))
                lost.Add(cuts[done]);
        }

        return
        [
            .. s_endings.Select(mode => new CutEnding(
                Name(mode), cuts.Count(cut => cut.Mode == mode), [.. lost.Where(cut => cut.Mode == mode).Select(cut => cut.Operation).Order()])),
        ];
    }

    /// <summary>Whether the device runs one of the two images in the end, and used its flash properly; a device that hangs does not.</summary>
    private async Task<bool> RecoversAsync(PowerCut cut, string[] whole, CancellationToken cancellationToken)
    {
        try
        {
            EmulationResult result = await emulator.RunAsync(scenario with { PowerCut = cut }, cancellationToken);
            return result.IsAtRest && result.Flash.Violations == 0 && whole.Contains(result.FinalImage);
        }
        catch (FotaException hung) when (hung.Code == EmulatorErrors.TimedOut)
        {
            return false;
        }
    }

    private static string Name(CutMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>One ending's part of the whole.</summary>
    private sealed class PartOfProgress(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
