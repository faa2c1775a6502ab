namespace Fota.Emulator.Tests;

/// <summary>The board has more memory than the device; the fence must hide it, and keep the application out of the flash.</summary>
public class FenceTests
{
    [Theory]
    [InlineData("FOTA_READS=0x20008000u", "the first word behind the RAM")]
    [InlineData("FOTA_WRITES=0x20008000u", "the first word behind the RAM")]
    [InlineData("FOTA_WRITES=0x21000000u", "the application's own flash")]
    [InlineData("FOTA_WRITES=0x21020000u", "the other slot")]
    [InlineData("FOTA_READS=0x21040000u", "the first word behind the flash")]
    [InlineData("FOTA_WRITES=0x00002000u", "the bootloader")]
    [InlineData("FOTA_READS=0x00040000u", "behind the bootloader's ROM")]
    [InlineData("FOTA_READS=0x60000000u", "nothing")]
    [InlineData("FOTA_RUNS=0x20000100u", "code in the RAM")]
    public async Task What_the_device_does_not_have_or_allow_faults(string probe, string what) =>
        await AssertFaultsAsync(probe, what, DeviceCpu.CortexM3);

    /// <summary>The MPU of ARMv8-M, and the board's other addresses.</summary>
    [Theory]
    [InlineData("FOTA_READS=0x28008000u", "the first word behind the RAM")]
    [InlineData("FOTA_WRITES=0x80000000u", "the application's own flash")]
    [InlineData("FOTA_READS=0x80040000u", "the first word behind the flash")]
    [InlineData("FOTA_WRITES=0x00002000u", "the bootloader")]
    [InlineData("FOTA_RUNS=0x28000100u", "code in the RAM")]
    public async Task What_the_device_does_not_have_or_allow_faults_on_a_Cortex_M33(string probe, string what) =>
        await AssertFaultsAsync(probe, what, DeviceCpu.CortexM33);

    private static async Task AssertFaultsAsync(string probe, string what, DeviceCpu cpu)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0", tableSize: 100, cpu: cpu);
        byte[] after = await Firmware.CompileAsync("1.1.0", define: probe, tableSize: 100, cpu: cpu);

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(
            new UpdateScenario
            {
                BaseImage = before,
                UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
                CertsHeader = UpdateKit.Certs,
                Device = new DeviceProfile { Cpu = cpu },
            },
            TestContext.Current.CancellationToken);

        Assert.True(result.Outcome == EmulationOutcome.RolledBack, $"The application reached {what}: {result.Outcome}\n{string.Join('\n', result.Report)}");
    }
}
