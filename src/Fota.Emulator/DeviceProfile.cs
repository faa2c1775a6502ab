using System.Globalization;
using System.Numerics;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>The core whose instruction set the device's firmware is compiled for.</summary>
public enum DeviceCpu
{
    /// <summary>Cortex-M0: ARMv6-M code, on a board that faults on unaligned accesses as an M0 does.</summary>
    CortexM0,

    /// <summary>Cortex-M3.</summary>
    CortexM3,

    /// <summary>Cortex-M4.</summary>
    CortexM4,

    /// <summary>Cortex-M33, in its secure state, on a board with another memory map than the others.</summary>
    CortexM33,
}

/// <summary>The device that is emulated. The default is a Cortex-M3 with 32 KB of RAM and 256 KB of flash.</summary>
public sealed record DeviceProfile
{
    private const int KB = 1024;

    private const int MostFlash = 2048 * KB;
    private const int MostRam = 1024 * KB;
    private const int MostSector = 128 * KB;

    /// <summary>RAM in bytes; an MPU fences off the rest.</summary>
    public int Ram { get; init; } = 32 * KB;

    /// <summary>Flash in bytes, for both slots, the download and the bootloader's marks. The bootloader itself lies in ROM.</summary>
    public int Flash { get; init; } = 256 * KB;

    /// <summary>
    /// The blocks of the one slot of a device that has no second, in which the image is replaced where it lies (docs/inplace.md); 0 for a
    /// device with two slots.
    /// </summary>
    public int RegionBlocks { get; init; }

    /// <summary>Bytes of such a block: a sector, or several.</summary>
    public int RegionBlockSize { get; init; }

    /// <summary>What is erased at once: sectors of 256 bytes to 128 KB, each a power of two.</summary>
    public SectorMap Sectors { get; init; } = new(new SectorRun(KB, null));

    /// <summary>Bytes of the sectors; of the largest where they differ.</summary>
    public int SectorSize
    {
        get => Sectors.Largest;
        init => Sectors = new SectorMap(new SectorRun(value, null));
    }

    /// <summary>Bytes that are programmed at once: 4, 8, 16 or 32.</summary>
    public int ProgramUnit { get; init; } = 8;

    /// <summary>What erased flash reads: 0xFF, or 0x00 as on STM32L0 and L1.</summary>
    public byte EraseValue { get; init; } = 0xFF;

    /// <summary>The core.</summary>
    public DeviceCpu Cpu { get; init; } = DeviceCpu.CortexM3;

    /// <summary>The name that the compiler has for the core.</summary>
    public string CpuName => Cpu switch
    {
        DeviceCpu.CortexM0 => "cortex-m0",
        DeviceCpu.CortexM4 => "cortex-m4",
        DeviceCpu.CortexM33 => "cortex-m33",
        _ => "cortex-m3",
    };

    /// <summary>QEMU's board with the core.</summary>
    internal string Board => Cpu switch
    {
        DeviceCpu.CortexM4 => "mps2-an386",
        DeviceCpu.CortexM33 => "mps2-an505",
        _ => "mps2-an385",
    };

    /// <summary>Where the board has its RAM, and where it looks for the ROM when it starts: what src/device/board/cortexm/rom.ld asks for.</summary>
    internal string BoardAddresses => Cpu == DeviceCpu.CortexM33
        ? "--defsym=RAM_BASE=0x28000000,--defsym=ROM_ALIAS=0x10000000"
        : "--defsym=RAM_BASE=0x20000000,--defsym=ROM_ALIAS=0";

    /// <summary>Reads a core's name as compilers write it, such as <c>cortex-m3</c>.</summary>
    /// <exception cref="FotaException">It is none that is emulated.</exception>
    public static DeviceCpu ParseCpu(string name) => name.ToUpperInvariant() switch
    {
        "CORTEX-M0" or "CORTEX-M0PLUS" or "CORTEX-M0+" => DeviceCpu.CortexM0,
        "CORTEX-M3" => DeviceCpu.CortexM3,
        "CORTEX-M4" => DeviceCpu.CortexM4,
        "CORTEX-M33" => DeviceCpu.CortexM33,
        _ => throw Invalid($"There is no emulated device with the core '{name}'.", "Use cortex-m0, cortex-m3, cortex-m4 or cortex-m33."),
    };

    /// <summary>Refuses figures that make no device.</summary>
    /// <exception cref="FotaException">A figure is out of its range.</exception>
    internal void Check()
    {
        foreach (SectorRun run in Sectors.Runs)
            RequirePowerOfTwo("sector size", run.Size, 256, MostSector);
        RequirePowerOfTwo("program unit", ProgramUnit, 4, 32);
        if (RegionBlocks != 0)
            RequirePowerOfTwo("block", RegionBlockSize, SectorSize, MostFlash);
        RequireRange("RAM", Ram, 4 * KB, MostRam);
        RequireRange("flash", Flash, 16 * KB, MostFlash);
        RequireEighths("RAM", Ram);
        RequireEighths("flash", Flash);
        Sectors.Within(Flash);
        if (EraseValue is not (0x00 or 0xFF))
            throw Invalid($"Erased flash cannot read 0x{EraseValue:X2}.", "Give 0xFF or 0x00.");
    }

    private static void RequireRange(string what, int value, int least, int most)
    {
        if (value < least || value > most)
            throw Invalid(Text($"A {what} of {value} bytes cannot be emulated."), Text($"Give {least} to {most} bytes."));
    }

    private static void RequirePowerOfTwo(string what, int value, int least, int most)
    {
        RequireRange(what, value, least, most);
        if (!BitOperations.IsPow2(value))
            throw Invalid(Text($"A {what} of {value} bytes is no power of two."), Text($"Give a power of two from {least} to {most}."));
    }

    /// <summary>The MPU fences a power of two, of which eighths can be left out.</summary>
    private static void RequireEighths(string what, int value)
    {
        uint eighth = BitOperations.RoundUpToPowerOf2((uint)value) / 8;
        if (value % eighth != 0)
            throw Invalid(
                Text($"A {what} of {value} bytes cannot be fenced off."), Text($"Give a multiple of {eighth} bytes."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static FotaException Invalid(string what, string advice) => new(EmulatorErrors.ProfileInvalid, what, advice);
}
