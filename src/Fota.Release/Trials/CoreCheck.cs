using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Images.Elf;
using Fota.Release.Packaging;
using Fota.Release.Planning;

namespace Fota.Release.Trials;

/// <summary>Whether firmware is for the core of the emulated device: of all its functions, also of those that the device does not come to.</summary>
public static class CoreCheck
{
    /// <summary>Looks for the linked file of an image, and through it. Without one, the emulated device sees what it executes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="request">Where it is, and the file that it was made from.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="FotaException">A Cortex-M0 does not have one of its instructions (FOTA5013), or the file that <c>FotaElf</c> names is of another image.</exception>
    public static void Require(FirmwareImage image, PackagingRequest request, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(device);
        if (device.Cpu == DeviceCpu.CortexM0 && LinkAddress.ElfOf(image, request) is { } file)
            Require(file, device);
    }

    /// <summary>Looks through a linked file.</summary>
    /// <exception cref="FotaException">A Cortex-M0 does not have one of its instructions (FOTA5013).</exception>
    public static void Require(ElfFile file, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(device);
        if (device.Cpu == DeviceCpu.CortexM0 && file.IsArm && Armv6MCode.FindForeign(file) is { } foreign)
            throw EmulationVerdict.WrongCore(foreign, device);
    }
}
