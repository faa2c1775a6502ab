using System.Globalization;
using System.Security.Cryptography;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images;
using Fota.Signing;

namespace Fota.Emulator.Tests;

/// <summary>Updates as the field sees them, on QEMU.</summary>
public class EmulatedUpdateTests
{
    private const int KB = 1024;

    private static readonly DeviceEmulator s_emulator = new(UpdateKit.Tools);
    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0");
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DeviceCpu.CortexM0)]
    [InlineData(DeviceCpu.CortexM3)]
    [InlineData(DeviceCpu.CortexM4)]
    [InlineData(DeviceCpu.CortexM33)]
    public async Task The_device_runs_the_old_version_installs_the_patch_and_runs_the_new_version(DeviceCpu cpu)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0", cpu: cpu);
        byte[] after = await Firmware.CompileAsync("1.1.0", cpu: cpu);

        EmulationResult result = await RunAsync(before, UpdateKit.Update(before, after), new DeviceProfile { Cpu = cpu });

        AssertUpdated(result, after);
        Assert.Equal("application 1.0.0\napplication 1.1.0\n", result.UartOutput);
        Assert.Equal(["1.0.0", "1.1.0"], result.Applications.Select(a => a.Version!.ToString()));
        Assert.All(result.Applications, a => Assert.True(a.Executed));
    }

    [Fact]
    public async Task An_image_for_other_hardware_is_stood_in_for()
    {
        EmulationResult result = await RunAsync(s_old, UpdateKit.Update(s_old, s_new));

        AssertUpdated(result, s_new);
        Assert.Equal(["1.0.0", "1.1.0"], result.Applications.Select(a => a.Version!.ToString()));
        Assert.All(result.Applications, a => Assert.False(a.Executed));
    }

    [Fact]
    public async Task A_device_with_two_slots_takes_an_update_that_is_made_for_one()
    {
        EmulationResult result = await RunAsync(s_old, UpdateKit.InPlace(s_old, s_new, new(1024, 64)));

        AssertUpdated(result, s_new);
    }

    [Fact]
    public async Task Images_without_an_info_record_are_updated_too()
    {
        byte[] before = RandomNumberGenerator.GetBytes(5000);
        byte[] after = [.. before, .. RandomNumberGenerator.GetBytes(100)];

        EmulationResult result = await RunAsync(before, UpdateKit.Update(before, after));

        AssertUpdated(result, after);
        Assert.All(result.Applications, a => Assert.Null(a.Version));
    }

    [Theory]
    [InlineData(PatchFormat.JojoDiff081)]
    [InlineData(PatchFormat.JojoDiff085)]
    [InlineData(PatchFormat.Compact)]
    public async Task Patches_of_all_formats_are_installed(PatchFormat format) =>
        AssertUpdated(await RunAsync(s_old, UpdateKit.Update(s_old, s_new, format)), s_new);

    [Theory]
    [InlineData(DeviceCpu.CortexM0)]
    [InlineData(DeviceCpu.CortexM3)]
    public async Task A_compact_patch_is_installed_by_a_device_of_each_kind(DeviceCpu cpu)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0");
        byte[] after = await Firmware.CompileAsync("1.1.0");

        EmulationResult result = await RunAsync(before, UpdateKit.Update(before, after, PatchFormat.Compact), new DeviceProfile { Cpu = cpu });

        AssertUpdated(result, after);
        Assert.All(result.Applications, a => Assert.True(a.Executed));
    }

    [Fact]
    public async Task A_full_image_is_installed() => AssertUpdated(await RunAsync(s_old, UpdateKit.Update(null, s_new)), s_new);

    /// <summary>RAM, flash, sector, program unit, erase value; the second is the Multi-Tech xDot.</summary>
    [Theory]
    [InlineData(32, 256, 1024, 8, 0xFF)]
    [InlineData(32, 256, 256, 4, 0x00)]
    [InlineData(20, 128, 2048, 8, 0xFF)]
    [InlineData(64, 512, 4096, 16, 0xFF)]
    public async Task Devices_of_other_geometry_update(int ram, int flash, int sector, int unit, int erased)
    {
        DeviceProfile device = new() { Ram = ram * KB, Flash = flash * KB, SectorSize = sector, ProgramUnit = unit, EraseValue = (byte)erased };

        EmulationResult result = await RunAsync(s_old, UpdateKit.Update(s_old, s_new), device);

        AssertUpdated(result, s_new);
        Assert.InRange(result.Ram.Total, 4 * KB, ram * KB);
        Assert.InRange(result.Flash.MostErases, 1, 3);
    }

    public static TheoryData<string> Devices => [.. DevicePresets.Names];

    /// <summary>Firmware that runs on the device itself, in the most flash that there is: both slots, the marks and the download in their places.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public async Task Each_device_that_has_a_name_updates(string name)
    {
        DeviceProfile device = DevicePresets.Find(name);
        byte[] before = await Firmware.CompileAsync("1.0.0", cpu: device.Cpu);
        byte[] after = await Firmware.CompileAsync("1.1.0", cpu: device.Cpu);

        EmulationResult result = await RunAsync(before, UpdateKit.Update(before, after), device);

        AssertUpdated(result, after);
        result.EnsureUpdated(device);
        result.EnsureExecuted();
    }

    /// <summary>Also where the flash ends, the rules hold: the counters of the last sector are those of the last sector.</summary>
    [Fact]
    public async Task The_largest_flash_of_the_smallest_sectors_updates()
    {
        DeviceProfile device = new() { Flash = 2048 * KB, SectorSize = 256, ProgramUnit = 4 };

        EmulationResult result = await RunAsync(s_old, UpdateKit.Update(null, s_new), device);

        AssertUpdated(result, s_new);
        Assert.InRange(result.Flash.MostErases, 1, 3);
        Assert.Equal(8192, result.Flash.ErasesBySector.Count);
    }

    [Theory]
    [InlineData(KeyType.Rsa2048, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(KeyType.Rsa3072, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(KeyType.Rsa4096, SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(KeyType.Rsa2048, SignatureAlgorithm.RsaPssSha256)]
    [InlineData(KeyType.EcP256, SignatureAlgorithm.EcdsaP256Sha256)]
    public async Task Signatures_of_each_algorithm_and_size_are_accepted(KeyType type, SignatureAlgorithm algorithm)
    {
        using SigningKey key = SigningKey.Generate(type);
        UpdateScenario scenario = new()
        {
            BaseImage = s_old,
            UpdateContainer = UpdateKit.Update(s_old, s_new, key: key, algorithm: algorithm).ToByteArray(),
            CertsHeader = UpdateKit.WriteCerts(key.PublicKey),
        };

        EmulationResult result = await s_emulator.RunAsync(scenario, Cancelled);

        AssertUpdated(result, s_new);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{type} {algorithm}: heap {result.Ram.HeapPeak}, stack {result.Ram.PeakStack}, verify {result.InstructionsByPhase["verify"]}"));
    }

    [Fact]
    public async Task The_next_key_in_the_header_is_accepted_too()
    {
        UpdateScenario scenario = new()
        {
            BaseImage = s_old,
            UpdateContainer = UpdateKit.Update(s_old, s_new, key: UpdateKit.OtherKey).ToByteArray(),
            CertsHeader = UpdateKit.WriteCerts(UpdateKit.Key.PublicKey, UpdateKit.OtherKey.PublicKey),
        };

        AssertUpdated(await s_emulator.RunAsync(scenario, Cancelled), s_new);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("FOTA_WRITES=0x60000000u")]
    [InlineData("FOTA_HANGS")]
    public async Task A_new_version_that_does_not_confirm_is_rolled_back(string? misbehaviour)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0");
        byte[] after = await Firmware.CompileAsync("1.1.0", define: misbehaviour);
        UpdateScenario scenario = new()
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            NewVersionFails = misbehaviour is null,
        };

        EmulationResult result = await s_emulator.RunAsync(scenario, Cancelled);

        Assert.Equal(EmulationOutcome.RolledBack, result.Outcome);
        Assert.Equal(["1.0.0", "1.1.0", "1.0.0"], result.Applications.Select(a => a.Version!.ToString()));
        Assert.Equal(Sha256Digest.Of(before).ToString(), result.FinalImage);
        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(scenario.Device));
        Assert.Equal(EmulatorErrors.DeviceFailed, error.Code);
    }

    public static TheoryData<CutMode> CutModes => Sweep.IsWhole ? [CutMode.Before, CutMode.Torn, CutMode.After] : [CutMode.Torn];

    [Theory]
    [MemberData(nameof(CutModes))]
    public async Task Power_may_go_at_any_flash_operation(CutMode mode)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0", tableSize: 1500);
        byte[] after = await Firmware.CompileAsync("1.1.0", tableSize: 1500);
        UpdateScenario scenario = new()
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            SweepAllCuts = mode,
            TimeLimit = TimeSpan.FromMinutes(3),
        };

        List<double> told = [];
        EmulationResult result = await s_emulator.RunAsync(scenario, new Listener(told), Cancelled);

        Assert.InRange(result.Sweep!.Operations, 80, 1000);
        Assert.Empty(result.Sweep.FailedAt);
        Assert.InRange(told.Count, 50, 102);
        Assert.InRange(told.Max(), 0.98, 1);
        Assert.Contains(result.FinalImage, (string[])[Sha256Digest.Of(before).ToString(), Sha256Digest.Of(after).ToString()]);
    }

    /// <summary>The negative control of single cuts: one that is survived, and the same with a bootloader that marks a step before it is done.</summary>
    [Fact]
    public async Task A_device_that_a_cut_destroys_is_not_at_rest()
    {
        UpdateScenario scenario = new()
        {
            BaseImage = s_old,
            UpdateContainer = UpdateKit.Update(s_old, s_new).ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            PowerCut = new PowerCut(400, CutMode.Before),
        };

        DeviceEmulator bootloader = WrongBootloader.Emulator(WrongBootloader.MarksBeforeItCopies);

        EmulationResult sound = await s_emulator.RunAsync(scenario, Cancelled);
        EmulationResult[] wrong = await Task.WhenAll(Enumerable.Range(400, 6).Select(at => bootloader.RunAsync(
            scenario with { PowerCut = new PowerCut(at, CutMode.Before) }, Cancelled)));

        Assert.True(sound.IsAtRest);
        Assert.Contains(wrong, result => !result.IsAtRest);
    }

    private sealed class Listener(List<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard.Add(value);
    }

    private static Task<EmulationResult> RunAsync(byte[] before, UpdateContainer update, DeviceProfile? device = null) => s_emulator.RunAsync(
        new UpdateScenario
        {
            BaseImage = before,
            UpdateContainer = update.ToByteArray(),
            CertsHeader = UpdateKit.Certs,
            Device = device ?? new DeviceProfile(),
        },
        Cancelled);

    private static void AssertUpdated(EmulationResult result, byte[] image)
    {
        Assert.True(result.Outcome == EmulationOutcome.Updated, $"{result.Outcome} {result.Reason}\n{string.Join('\n', result.Report)}");
        Assert.Equal(Sha256Digest.Of(image).ToString(), result.FinalImage);
        Assert.Equal(0, result.Flash.Violations);
        Assert.All(["boot", "check", "patch", "verify", "swap"], phase => Assert.NotEqual(0, result.InstructionsByPhase[phase]));
    }
}
