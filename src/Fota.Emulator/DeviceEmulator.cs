using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>Runs an update on an emulated Cortex-M device: real firmware in QEMU, with the keys, the patcher and the flash of a device.</summary>
public sealed class DeviceEmulator(EmulatorTools tools)
{
    private const int ExitDone = 0;
    private const int ExitDead = 3;
    private const int ExitFault = 4;

    /// <summary>BOOT_IDLE of src/device/bootloader/journal.h.</summary>
    private const int StateIdle = 1;

    /// <summary>QEMU aborts when the core locks up: a fault in a fault handler.</summary>
    private const int ExitLockup = 134;

    /// <summary>Runs the update to its end, whatever that is.</summary>
    /// <exception cref="FotaException">
    /// The update does not fit the flash, the device's firmware does not compile, QEMU fails, or the time limit is over. That the device
    /// refuses the update is no exception but a result; see <see cref="EmulationVerdict.EnsureUpdated"/>.
    /// </exception>
    public Task<EmulationResult> RunAsync(UpdateScenario scenario, CancellationToken cancellationToken = default) =>
        RunAsync(scenario, null, cancellationToken);

    /// <summary>Runs the update to its end, and tells of a sweep over its power cuts how far it is, from 0 to 1.</summary>
    /// <exception cref="FotaException">As above.</exception>
    public async Task<EmulationResult> RunAsync(UpdateScenario scenario, IProgress<double>? sweep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        scenario.Device.Check();
        DeviceLayout layout = DeviceLayout.For(scenario.Device, scenario.BaseImage.Length, Math.Max(scenario.UpdateContainer.Length, scenario.RecoveryContainer?.Length ?? 0));
        HarnessRom harness = new(tools);
        string rom = await harness.BuildAsync(scenario, cancellationToken);
        string plugin = await harness.BuildPluginAsync(cancellationToken);

        string folder = Directory.CreateTempSubdirectory("fota-device-").FullName;
        try
        {
            QemuRun run = new(tools.Qemu, folder, rom, plugin, scenario, line => Tell(sweep, line));
            FlashFile flash = FlashFile.Create(run.FlashPath, scenario, layout);
            await run.ExecuteAsync(cancellationToken);
            return Read(scenario, run, flash);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Tell(IProgress<double>? progress, string line)
    {
        DeviceReport report = new([line]);
        if (report.Number("swept", "of") is int all and not 0)
            progress?.Report((double)report.Number("swept", "operation") / all);
    }

    private static EmulationResult Read(UpdateScenario scenario, QemuRun run, FlashFile flash)
    {
        bool lockup = run.ExitCode == ExitLockup && run.Errors.Contains("Lockup", StringComparison.Ordinal);
        if (run.ExitCode is not (ExitDone or ExitDead or ExitFault) && !lockup)
            throw QemuRun.Failed(string.Create(CultureInfo.InvariantCulture, $"QEMU ended with code {run.ExitCode}. {run.Errors}").Trim());
        DeviceReport report = new(run.Lines);
        string running = flash.ReadRunningImage();
        JsonElement[] noted = ReadPlugin(run.PhasesPath);
        JsonElement[] phases = [.. noted.Where(line => line.TryGetProperty("phase", out _))];
        JsonElement? foreign = noted.Where(line => line.TryGetProperty("foreign", out _)).Select(line => (JsonElement?)line).FirstOrDefault();
        return new EmulationResult
        {
            Outcome = Outcome(scenario, run.ExitCode, report, running),
            Reason = report.Text("refused", "reason") ?? report.Text("dead", "reason") ?? (report.Has("fault") ? "fault" : lockup ? "lockup" : null),
            Applications = report.Applications,
            FinalImage = running,
            UartOutput = run.UartOutput,
            Boots = report.Number("end", "boots"),
            InstructionsByPhase = phases.ToDictionary(Name, phase => phase.GetProperty("instructions").GetInt64()),
            ChecksByPhase = phases.ToDictionary(
                Name, phase => new PhaseChecks(phase.GetProperty("hashes").GetInt32(), phase.GetProperty("signatures").GetInt32())),
            Ram = new RamUse(report.Number("memory", "staticRam"), report.Number("memory", "stackPeak"), report.Number("memory", "heapPeak")),
            Flash = flash.ReadUse(),
            Sweep = report.Has("sweep")
                ? new SweepResult(report.Number("sweep", "operations"), report.Numbers("cut-failed", "operation"))
                : null,
            Foreign = foreign is { } code
                ? new ForeignInstruction(code.GetProperty("foreign").GetUInt32(), code.GetProperty("address").GetUInt32())
                : null,
            RamOfImage = report.Number("needs-ram", "bytes"),
            IsAtRest = run.ExitCode == ExitDone && report.Number("end", "state") == StateIdle,
            Report = run.Lines,
        };
    }

    private static EmulationOutcome Outcome(UpdateScenario scenario, int exitCode, DeviceReport report, string running)
    {
        if (exitCode != ExitDone)
            return EmulationOutcome.Failed;
        if (report.Has("refused"))
            return EmulationOutcome.Refused;
        if (report.Has("rollback"))
            return EmulationOutcome.RolledBack;
        string before = Convert.ToHexString(SHA256.HashData(scenario.BaseImage.Span)).ToLowerInvariant();
        return running != before || report.Has("swapped") ? EmulationOutcome.Updated : EmulationOutcome.NotRequested;
    }

    private static JsonElement[] ReadPlugin(string path) => [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static string Name(JsonElement phase) => phase.GetProperty("phase").GetString()!;
}
