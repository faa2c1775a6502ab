using Fota.Errors;
using Fota.Signing;

namespace Fota.Emulator.Tests;

/// <summary>What a user sees when the emulation cannot say yes.</summary>
public class EmulatorErrorTests
{
    private const int KB = 1024;

    private static readonly byte[] s_old = Firmware.ForOtherHardware("1.0.0", 8 * KB);
    private static readonly byte[] s_new = Firmware.ForOtherHardware("1.1.0", 8 * KB);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("arm-none-eabi-gcc", "gcc-arm-none-eabi")]
    [InlineData("qemu-system-arm", "qemu-system-arm")]
    [InlineData("cc", "gcc")]
    public void A_missing_tool_is_named_with_the_package_to_install(string tool, string package)
    {
        string folder = TemporaryFolder.UntilExit();
        foreach (string name in (string[])["arm-none-eabi-gcc", "qemu-system-arm", "cc"])
        {
            if (name != tool)
                File.WriteAllText(Path.Combine(folder, name), "");
        }

        FotaException error = Assert.Throws<FotaException>(() => EmulatorTools.Locate(mbedTls: UpdateKit.Tools.MbedTls, searchPath: folder));

        Assert.Equal(EmulatorErrors.ToolMissing, error.Code);
        Assert.Contains(tool, error.Message, StringComparison.Ordinal);
        Assert.Contains(package, error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.28.10", "version.h")]
    [InlineData("3.6.2", "build_info.h")]
    public void Both_long_term_versions_of_Mbed_TLS_are_taken(string version, string header)
    {
        string folder = MbedTls(version, header);

        Assert.Equal(folder, EmulatorTools.Locate(mbedTls: folder).MbedTls);
    }

    private static string MbedTls(string version, string header)
    {
        string folder = TemporaryFolder.UntilExit(), headers = Directory.CreateDirectory(Path.Combine(folder, "include", "mbedtls")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "library"));
        File.WriteAllText(Path.Combine(headers, "version.h"), "");
        File.WriteAllText(Path.Combine(headers, header), $"#define MBEDTLS_VERSION_STRING         \"{version}\"\n");
        File.WriteAllText(Path.Combine(folder, "library", "sha256.c"), "");
        return folder;
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("2.7.19", "version.h")]
    [InlineData("3.60.0", "build_info.h")]
    [InlineData("4.0.0", "build_info.h")]
    public void Missing_Mbed_TLS_sources_and_other_versions_are_named_with_the_way_to_get_them(string? version, string header)
    {
        string folder = version is null ? TemporaryFolder.UntilExit() : MbedTls(version, header);

        FotaException error = Assert.Throws<FotaException>(() => EmulatorTools.Locate(mbedTls: folder));

        Assert.Equal(EmulatorErrors.MbedTlsMissing, error.Code);
        Assert.Contains(version ?? folder, error.Message, StringComparison.Ordinal);
        Assert.Contains("fota emulator install", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_device_sources_are_named()
    {
        FotaException error = Assert.Throws<FotaException>(
            () => EmulatorTools.Locate(mbedTls: UpdateKit.Tools.MbedTls, deviceSources: Path.GetTempPath()));

        Assert.Equal(EmulatorErrors.DeviceSourcesMissing, error.Code);
    }

    [Fact]
    public async Task A_header_that_was_not_generated_does_not_compile_and_leaves_nothing_in_the_cache()
    {
        string certs = Path.Combine(TemporaryFolder.UntilExit(), "update_certs.h");
        await File.WriteAllTextAsync(certs, "#define UPDATE_CERT_RSA_NUMBERS { oops }\n", Cancelled);
        string cache = TemporaryFolder.UntilExit();
        DeviceEmulator emulator = new(UpdateKit.Tools with { Cache = cache });

        FotaException error = await Assert.ThrowsAsync<FotaException>(() => emulator.RunAsync(Scenario() with { CertsHeader = certs }, Cancelled));

        Assert.Equal(EmulatorErrors.HarnessBuildFailed, error.Code);
        Assert.Contains("oops", error.Message, StringComparison.Ordinal);
        // Mbed TLS is compiled without that header, and stays for the next one.
        Assert.DoesNotContain(Directory.EnumerateFiles(cache, "rom-*"), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, 256, 1024, 8, 0xFF)]
    [InlineData(32, 4096, 1024, 8, 0xFF)]
    [InlineData(32, 256, 1000, 8, 0xFF)]
    [InlineData(32, 2048, 262144, 8, 0xFF)]
    [InlineData(32, 256, 1024, 3, 0xFF)]
    [InlineData(32, 256, 1024, 8, 0x7F)]
    [InlineData(33, 256, 1024, 8, 0xFF)]
    public async Task Figures_that_make_no_device_are_refused(int ram, int flash, int sector, int unit, int erased)
    {
        DeviceProfile device = new() { Ram = ram * KB, Flash = flash * KB, SectorSize = sector, ProgramUnit = unit, EraseValue = (byte)erased };

        Assert.Equal(EmulatorErrors.ProfileInvalid, await ErrorOfAsync(Scenario() with { Device = device }));
    }

    [Fact]
    public void Cores_are_read_as_compilers_write_them()
    {
        Assert.Equal(DeviceCpu.CortexM4, DeviceProfile.ParseCpu("cortex-m4"));
        FotaException error = Assert.Throws<FotaException>(() => DeviceProfile.ParseCpu("cortex-a53"));
        Assert.Equal(EmulatorErrors.ProfileInvalid, error.Code);
    }

    [Fact]
    public void A_device_that_is_not_known_is_refused_with_those_that_are()
    {
        FotaException error = Assert.Throws<FotaException>(() => DevicePresets.Find("stm32h7"));

        Assert.Equal(EmulatorErrors.ProfileInvalid, error.Code);
        Assert.All(DevicePresets.Names, name => Assert.Contains(name, error.Advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_update_that_does_not_fit_the_flash_says_how_much_room_there_is()
    {
        UpdateScenario scenario = Scenario() with { Device = new DeviceProfile { Flash = 16 * KB } };

        Assert.Equal(EmulatorErrors.FlashTooSmall, await ErrorOfAsync(scenario));
    }

    [Fact]
    public async Task A_signature_check_that_does_not_fit_the_RAM_says_how_much_it_needs()
    {
        using SigningKey key = SigningKey.Generate(KeyType.Rsa4096);
        UpdateScenario scenario = Scenario() with
        {
            UpdateContainer = UpdateKit.Update(s_old, s_new, key: key).ToByteArray(),
            CertsHeader = UpdateKit.WriteCerts(key.PublicKey),
            Device = new DeviceProfile { Ram = 8 * KB },
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, Cancelled);

        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(scenario.Device));
        Assert.Equal(EmulatorErrors.RamTooSmall, error.Code);
        Assert.Contains("8192 bytes", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The application has its stack at 16 KB.</summary>
    [Theory]
    [InlineData(16, true)]
    [InlineData(14, false)]
    public async Task Firmware_that_was_linked_for_more_RAM_is_told_how_much_there_is(int ram, bool fits)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0"), after = await Firmware.CompileAsync("1.1.0");
        UpdateScenario scenario = Scenario() with
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
            Device = new DeviceProfile { Ram = ram * KB },
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, Cancelled);

        Assert.Equal(fits ? EmulationOutcome.Updated : EmulationOutcome.Failed, result.Outcome);
        if (fits)
            return;
        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(scenario.Device));
        Assert.Equal(EmulatorErrors.RamTooSmall, error.Code);
        Assert.Contains("begins at 16384 bytes, and there are 14336", error.Message, StringComparison.Ordinal);
        Assert.Contains("FotaEmulateRam", error.Advice, StringComparison.Ordinal);
    }

    /// <summary>The code runs on an M3: without the check the update would be said to work.</summary>
    [Theory]
    [InlineData(DeviceCpu.CortexM0, "FOTA_THUMB2", true)]
    [InlineData(DeviceCpu.CortexM0, null, false)]
    [InlineData(DeviceCpu.CortexM3, "FOTA_THUMB2", false)]
    public async Task Instructions_that_a_Cortex_M0_does_not_have_are_found(DeviceCpu cpu, string? define, bool refused)
    {
        byte[] before = await Firmware.CompileAsync("1.0.0"), after = await Firmware.CompileAsync("1.1.0", define: define);
        UpdateScenario scenario = Scenario() with
        {
            BaseImage = before,
            UpdateContainer = UpdateKit.Update(before, after).ToByteArray(),
            Device = new DeviceProfile { Cpu = cpu },
        };

        EmulationResult result = await new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, Cancelled);

        Assert.Equal(EmulationOutcome.Updated, result.Outcome);
        if (!refused)
        {
            result.EnsureUpdated(scenario.Device);
            return;
        }

        FotaException error = Assert.Throws<FotaException>(() => result.EnsureUpdated(scenario.Device));
        Assert.Equal(EmulatorErrors.WrongCore, error.Code);
        Assert.Contains("cortex-m0 does not have: 0xF44F7080 at 0x2100", error.Message, StringComparison.Ordinal);
        // Nor is a version that was rolled back one that the device could have executed.
        EmulationResult rolledBack = result with { Outcome = EmulationOutcome.RolledBack };
        Assert.Equal(EmulatorErrors.WrongCore, Assert.Throws<FotaException>(() => rolledBack.EnsureRolledBack(scenario.Device)).Code);
    }

    [Fact]
    public async Task A_base_that_hangs_ends_at_the_time_limit()
    {
        byte[] hangs = await Firmware.CompileAsync("1.0.0", define: "FOTA_HANGS", tableSize: 100);
        UpdateScenario scenario = Scenario() with { BaseImage = hangs, TimeLimit = TimeSpan.FromSeconds(2) };

        Assert.Equal(EmulatorErrors.TimedOut, await ErrorOfAsync(scenario));
    }

    [Fact]
    public async Task Cancelling_ends_the_emulation_and_leaves_no_files()
    {
        byte[] hangs = await Firmware.CompileAsync("1.0.0", define: "FOTA_HANGS", tableSize: 100);
        using CancellationTokenSource source = new(TimeSpan.FromSeconds(4));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new DeviceEmulator(UpdateKit.Tools).RunAsync(Scenario() with { BaseImage = hangs }, source.Token));
    }

    private static async Task<ErrorCode> ErrorOfAsync(UpdateScenario scenario)
    {
        FotaException error = await Assert.ThrowsAsync<FotaException>(() => new DeviceEmulator(UpdateKit.Tools).RunAsync(scenario, Cancelled));
        return error.Code;
    }

    private static UpdateScenario Scenario() => new()
    {
        BaseImage = s_old,
        UpdateContainer = UpdateKit.Update(s_old, s_new).ToByteArray(),
        CertsHeader = UpdateKit.Certs,
    };
}
