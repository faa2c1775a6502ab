using Fota.Emulator;

namespace Fota.Release.Trials;

/// <summary>What the emulated device went through, as <c>fota emulate --json</c> prints and <c>update.emulation.json</c> keeps it; sizes in bytes.</summary>
/// <param name="Outcome">updated, refused, rolledBack, notRequested or failed.</param>
/// <param name="Reason">Why it refused or failed.</param>
/// <param name="Executed">Whether the firmware itself ran; otherwise it was linked for other hardware, and the ROM stood in for it.</param>
/// <param name="Versions">The versions that ran, in order.</param>
/// <param name="FinalImage">SHA-256 of what runs at the end.</param>
/// <param name="Uart">Lines that the applications wrote.</param>
/// <param name="Boots">How often the device started.</param>
/// <param name="InstructionsByPhase">Exact counts.</param>
/// <param name="ChecksByPhase">SHA-256 passes over images and payload, and signature checks.</param>
/// <param name="EstimatedSecondsAt32MHz">At one instruction a cycle; an estimate, without flash times and applications.</param>
/// <param name="Ram">Of bootloader and installer.</param>
/// <param name="Flash">Wear.</param>
public sealed record EmulationReport(
    string Outcome,
    string? Reason,
    bool Executed,
    IReadOnlyList<string> Versions,
    string FinalImage,
    IReadOnlyList<string> Uart,
    int Boots,
    IReadOnlyDictionary<string, long> InstructionsByPhase,
    IReadOnlyDictionary<string, PhaseChecks> ChecksByPhase,
    double EstimatedSecondsAt32MHz,
    RamReport Ram,
    FlashReport Flash)
{
    /// <summary>Shapes a result.</summary>
    public static EmulationReport Of(EmulationResult result, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(device);
        return new EmulationReport(
            char.ToLowerInvariant(result.Outcome.ToString()[0]) + result.Outcome.ToString()[1..],
            result.Reason,
            result.Executed,
            [.. result.Applications.Select(each => each.Version?.ToString() ?? "unknown")],
            result.FinalImage,
            [.. result.UartOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            result.Boots,
            new SortedDictionary<string, long>(result.InstructionsByPhase.ToDictionary(), StringComparer.Ordinal),
            new SortedDictionary<string, PhaseChecks>(result.ChecksByPhase.ToDictionary(), StringComparer.Ordinal),
            Math.Round(result.EstimatedTimeAt32MHz.TotalSeconds, 3),
            new RamReport(result.Ram.Static, result.Ram.PeakStack, result.Ram.HeapPeak, result.Ram.Total, device.Ram),
            new FlashReport(result.Flash.Erases, result.Flash.MostErases, result.Flash.Programs, result.Flash.ProgrammedBytes, result.Flash.Violations, device.Flash));
    }
}

/// <summary>RAM of bootloader and installer, bytes.</summary>
/// <param name="Static">Variables.</param>
/// <param name="PeakStack">The most stack.</param>
/// <param name="Heap">The most heap of Mbed TLS.</param>
/// <param name="Total">All three.</param>
/// <param name="Device">What the device has.</param>
public sealed record RamReport(int Static, int PeakStack, int Heap, int Total, int Device);

/// <summary>What the update cost the flash.</summary>
/// <param name="Erases">Sectors that were erased.</param>
/// <param name="MostErasesOfASector">How often the one that was erased most.</param>
/// <param name="Programs">Program operations.</param>
/// <param name="ProgrammedBytes">Bytes that they wrote.</param>
/// <param name="Violations">Operations that no flash allows.</param>
/// <param name="Device">Bytes that the device has.</param>
public sealed record FlashReport(int Erases, int MostErasesOfASector, int Programs, int ProgrammedBytes, int Violations, int Device);
