using Fota.Emulator;
using Fota.Release.Trials;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Emulation;

/// <summary>Draws what the emulated device went through.</summary>
internal static class EmulationText
{
    private static readonly Dictionary<string, string> s_phaseTexts = new()
    {
        ["boot"] = "start, find the update",
        ["check"] = "header, base, payload",
        ["patch"] = "apply the patch",
        ["verify"] = "images and signatures",
        ["swap"] = "swap the images",
        ["application"] = "the firmware itself",
    };

    /// <summary>Draws it.</summary>
    public static void Draw(IAnsiConsole console, EmulationReport report)
    {
        foreach (string line in report.Uart)
            console.MarkupLineInterpolated($"[dim]uart │[/] {line}");
        bool good = report.Outcome == "updated";
        Table phases = new Table().AddColumns("Phase", "What the device does");
        phases.AddColumn("Hashes", each => each.RightAligned()).AddColumn("Signatures", each => each.RightAligned());
        phases.AddColumn("Instructions", each => each.RightAligned()).AddColumn("At 32 MHz", each => each.RightAligned());
        foreach ((string phase, long instructions) in report.InstructionsByPhase)
        {
            PhaseChecks checks = report.ChecksByPhase[phase];
            phases.AddRow(
                phase, s_phaseTexts.GetValueOrDefault(phase, ""), $"{checks.Hashes}", $"{checks.Signatures}", $"{instructions:N0}", $"{instructions / 32e3:N1} ms");
        }

        console.WriteTable(phases);
        console.MarkupLineInterpolated($"RAM    {report.Ram.Total:N0} of {report.Ram.Device:N0} bytes: {report.Ram.Static:N0} static, {report.Ram.PeakStack:N0} stack, {report.Ram.Heap:N0} Mbed TLS heap");
        console.MarkupLineInterpolated($"Flash  {report.Flash.Erases:N0} erases (at most {report.Flash.MostErasesOfASector} of one sector), {report.Flash.ProgrammedBytes:N0} bytes programmed");
        console.WriteLine(report.Executed
            ? "The firmware itself ran on the emulated board."
            : "The firmware was linked for other hardware and was not executed: the ROM stood in for it. Download, signature, patch, result and swap are proven; that the new version starts is not.");
        string path = string.Join(" → ", report.Versions);
        if (good)
            console.MarkupLineInterpolated($"[bold green]Updated[/] in {report.Boots} boots: {path}");
        else if (report.Outcome == "rolledBack")
            console.MarkupLineInterpolated($"[bold yellow]Rolled back[/] in {report.Boots} boots: {path}");
        else
            console.MarkupLineInterpolated($"[bold red]{report.Outcome}[/] after {report.Boots} boots{(report.Reason is null ? "" : $" ({report.Reason})")}: {path}");
    }
}
