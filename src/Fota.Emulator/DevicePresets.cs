using Fota.Errors;

namespace Fota.Emulator;

/// <summary>Microcontrollers by name. docs/device.md says where the figures are from, and what the emulation leaves out of each.</summary>
public static class DevicePresets
{
    private const int KB = 1024;

    /// <summary>Each of the two banks of an STM32F42x and F43x.</summary>
    private static readonly SectorRun[] s_bank = [new(16 * KB, 4), new(64 * KB, 1), new(128 * KB, 7)];

    private static readonly Dictionary<string, DeviceProfile> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["xdot"] = new() { Cpu = DeviceCpu.CortexM3, Ram = 32 * KB, Flash = 256 * KB, SectorSize = 256, ProgramUnit = 4, EraseValue = 0x00 },
        ["stm32l4"] = new() { Cpu = DeviceCpu.CortexM4, Ram = 96 * KB, Flash = 1024 * KB, SectorSize = 2 * KB, ProgramUnit = 8 },
        ["stm32f4"] = new() { Cpu = DeviceCpu.CortexM4, Ram = 192 * KB, Flash = 2048 * KB, Sectors = new SectorMap([.. s_bank, .. s_bank]), ProgramUnit = 4 },
        ["nrf52840"] = new() { Cpu = DeviceCpu.CortexM4, Ram = 256 * KB, Flash = 1024 * KB, SectorSize = 4 * KB, ProgramUnit = 4 },
        ["nrf5340"] = new() { Cpu = DeviceCpu.CortexM33, Ram = 512 * KB, Flash = 1024 * KB, SectorSize = 4 * KB, ProgramUnit = 4 },
        ["rp2040"] = new() { Cpu = DeviceCpu.CortexM0, Ram = 256 * KB, Flash = 2048 * KB, SectorSize = 4 * KB, ProgramUnit = 4 },
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => s_known.Keys;

    /// <summary>The device of a name.</summary>
    /// <exception cref="FotaException">There is none.</exception>
    public static DeviceProfile Find(string name) => s_known.TryGetValue(name, out DeviceProfile? device)
        ? device
        : throw new FotaException(
            EmulatorErrors.ProfileInvalid,
            $"There is no emulated device '{name}'.",
            $"Use {string.Join(", ", Names)}, or give the figures of yours one by one.");
}
