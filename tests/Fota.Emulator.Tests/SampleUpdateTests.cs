using System.Globalization;

namespace Fota.Emulator.Tests;

/// <summary>The update of the sample firmware: its figures are those of docs/device.md.</summary>
public class SampleUpdateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_emulated_update_costs_the_same_each_time()
    {
        (byte[] old, byte[] target) = await BlinkyImages.CompileAsync();
        UpdateScenario scenario = new()
        {
            BaseImage = old,
            UpdateContainer = UpdateKit.Update(old, target).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
        };
        DeviceEmulator emulator = new(UpdateKit.Tools);
        EmulationResult first = await emulator.RunAsync(scenario, Cancelled);
        EmulationResult last = await emulator.RunAsync(scenario, Cancelled);

        Report(last, target.Length);
        Assert.Equal(EmulationOutcome.Updated, last.Outcome);
        Assert.Contains("Blinky 1.0.0", last.UartOutput, StringComparison.Ordinal);
        Assert.Contains("Blinky 1.1.0", last.UartOutput, StringComparison.Ordinal);
        Assert.InRange(last.Ram.Total, 1000, 32 * 1024);
        foreach (string phase in (string[])["check", "patch", "verify", "swap"])
            Assert.Equal(first.InstructionsByPhase[phase], last.InstructionsByPhase[phase]);
        // The running image when it starts; the new one when it is made, and before it is moved. Each time its signature comes first.
        Assert.Equal(new PhaseChecks(3, 2), last.ChecksByPhase["verify"]);
        Assert.Equal(new PhaseChecks(2, 0), last.ChecksByPhase["check"]);
        Assert.Equal(5, last.ChecksByPhase.Values.Sum(phase => phase.Hashes));
        Assert.InRange(last.InstructionsByPhase["verify"], 1_000_000, 9_000_000);

        // The verification of the signature is most of it; 2 s of a slow device.
        Assert.InRange(last.EstimatedTimeAt32MHz.TotalSeconds, 0.01, 2);
    }

    [Fact]
    public async Task Updates_run_side_by_side()
    {
        byte[] old = Firmware.ForOtherHardware("1.0.0");
        byte[][] targets = [.. Enumerable.Range(1, 6).Select(i => Firmware.ForOtherHardware($"1.{i}.0"))];
        DeviceEmulator emulator = new(UpdateKit.Tools with { Cache = TemporaryFolder.UntilExit() });

        EmulationResult[] results = await Task.WhenAll(targets.Select(target => emulator.RunAsync(
            new UpdateScenario
            {
                BaseImage = old,
                UpdateContainer = UpdateKit.Update(old, target).ToByteArray(),
                CertsHeader = UpdateKit.Certs,
            },
            Cancelled)));

        Assert.All(results, r => Assert.Equal(EmulationOutcome.Updated, r.Outcome));
        Assert.Equal(6, results.Select(r => r.FinalImage).Distinct().Count());
    }

    private static void Report(EmulationResult result, int size)
    {
        string phases = string.Join(", ", result.InstructionsByPhase.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value}")));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"image {size}; {result.EstimatedTimeAt32MHz.TotalSeconds:0.00} s at 32 MHz; {phases}; static {result.Ram.Static}, stack {result.Ram.PeakStack}, heap {result.Ram.HeapPeak}; erases {result.Flash.Erases} (most {result.Flash.MostErases}), programs {result.Flash.Programs}, {result.Flash.ProgrammedBytes} bytes; boots {result.Boots}"));
    }
}
