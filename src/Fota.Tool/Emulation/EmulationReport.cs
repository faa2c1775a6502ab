using Fota.Emulator;
using Spectre.Console;

namespace Fota.Tool.Emulation;

/// <summary>What the emulated device went through; sizes in bytes.</summary>
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
internal sealed record EmulationReport(
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
    private static readonly Dictionary<string, string> PhaseTexts = new()
    {
        ["boot"] = "start, find the update",
        ["check"] = "header, base, payload",
        ["patch"] = "apply the patch",
        ["verify"] = "images and signatures",
        ["swap"] = "swap the images",
        ["application"] = "the firmware itself",
    };

    /// <summary>Shapes a result.</summary>
    public static EmulationReport Of(EmulationResult result, DeviceProfile device) => new(
        char.ToLowerInvariant(result.Outcome.ToString()[0]) + result.Outcome.ToString()[1..],
        result.Reason,
        result.Executed,
        [.. result.Applications.Select(each => each.Version?.ToString() ?? "unknown")],
        result.FinalImage,
        [.. result.UartOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        result.Boots,
        result.InstructionsByPhase,
        result.ChecksByPhase,
        Math.Round(result.EstimatedTimeAt32MHz.TotalSeconds, 3),
        new RamReport(result.Ram.Static, result.Ram.PeakStack, result.Ram.HeapPeak, result.Ram.Total, device.Ram),
        new FlashReport(result.Flash.Erases, result.Flash.MostErases, result.Flash.Programs, result.Flash.ProgrammedBytes, result.Flash.Violations, device.Flash));

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        foreach (string line in Uart)
            console.MarkupLineInterpolated($"[dim]uart │[/] {line}");
        bool good = Outcome == "updated";
        Table phases = new Table().RoundedBorder().AddColumns("Phase", "What the device does");
        phases.AddColumn("Hashes", each => each.RightAligned()).AddColumn("Signatures", each => each.RightAligned());
        phases.AddColumn("Instructions", each => each.RightAligned()).AddColumn("At 32 MHz", each => each.RightAligned());
        foreach ((string phase, long instructions) in InstructionsByPhase)
        {
            PhaseChecks checks = ChecksByPhase[phase];
            phases.AddRow(
                phase, PhaseTexts.GetValueOrDefault(phase, ""), $"{checks.Hashes}", $"{checks.Signatures}", $"{instructions:N0}", $"{instructions / 32e3:N1} ms");
        }

        console.Write(phases);
        console.MarkupLineInterpolated($"RAM    {Ram.Total:N0} of {Ram.Device:N0} bytes: {Ram.Static:N0} static, {Ram.PeakStack:N0} stack, {Ram.Heap:N0} Mbed TLS heap");
        console.MarkupLineInterpolated($"Flash  {Flash.Erases:N0} erases (at most {Flash.MostErasesOfASector} of one sector), {Flash.ProgrammedBytes:N0} bytes programmed");
        console.WriteLine(Executed
            ? "The firmware itself ran on the emulated board."
            : "The firmware was linked for other hardware and was not executed: the ROM stood in for it. Download, signature, patch, result and swap are proven; that the new version starts is not.");
        string path = string.Join(" → ", Versions);
        if (good)
            console.MarkupLineInterpolated($"[bold green]Updated[/] in {Boots} boots: {path}");
        else
            console.MarkupLineInterpolated($"[bold red]{Outcome}[/] after {Boots} boots{(Reason is null ? "" : $" ({Reason})")}: {path}");
    }
}

/// <summary>RAM of bootloader and installer.</summary>
internal sealed record RamReport(int Static, int PeakStack, int Heap, int Total, int Device);

/// <summary>What the update cost the flash.</summary>
internal sealed record FlashReport(int Erases, int MostErasesOfASector, int Programs, int ProgrammedBytes, int Violations, int Device);
