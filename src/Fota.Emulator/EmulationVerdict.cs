using System.Globalization;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>Turns a result into the error that a build fails with.</summary>
public static class EmulationVerdict
{
    /// <summary>Does nothing when the new version runs and has confirmed.</summary>
    /// <exception cref="FotaException">It does not; says why, with the device's reason and figures.</exception>
    public static void EnsureUpdated(this EmulationResult result, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(device);
        if (result.Foreign is { } foreign)
            throw WrongCore(foreign, device);
        if (result.Outcome == EmulationOutcome.Updated)
            return;
        throw (result.Outcome, result.Reason) switch
        {
            (_, "image-ram") => ImageNeedsRam(result.RamOfImage, device),
            (EmulationOutcome.Refused, "out-of-memory") => RamTooSmall(result, device),
            (EmulationOutcome.Refused, "patch-memory") => PatchMemoryTooSmall(result, device),
            (EmulationOutcome.Refused, "too-large") => FlashTooSmall(device),
            (EmulationOutcome.Refused, _) => Refused(result.Reason ?? "unknown"),
            (EmulationOutcome.RolledBack, _) => Failed("the new version started and did not confirm, so the bootloader brought the old one back"),
            (EmulationOutcome.NotRequested, _) => Failed("the old version never asked to install what was downloaded"),
            _ => Failed($"it stopped ({result.Reason})"),
        };
    }

    /// <summary>Does nothing when the new version ran, did not confirm, and the old one runs again.</summary>
    /// <exception cref="FotaException">It came to something else; says what.</exception>
    public static void EnsureRolledBack(this EmulationResult result, DeviceProfile device)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Outcome == EmulationOutcome.RolledBack && result.Foreign is null)
            return;
        result.EnsureUpdated(device);
        throw Failed("the new version did not confirm, and the old one was not brought back");
    }

    /// <summary>Does nothing when the firmware itself ran, and no stand-in.</summary>
    /// <exception cref="FotaException">The ROM stood in for an image that was linked for other hardware.</exception>
    public static void EnsureExecuted(this EmulationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Executed)
            return;
        throw new FotaException(
            EmulatorErrors.NotExecuted,
            "The emulated device did not execute the firmware, which was linked for other hardware: that the new version starts is not proven.",
            "Link the firmware for the emulated board (docs/device.md says where it lies), or do not require its execution (FotaEmulateRequireExecution, --require-execution).");
    }

    /// <summary>The error of firmware that is for a larger core.</summary>
    public static FotaException WrongCore(ForeignInstruction foreign, DeviceProfile device) => new(
        EmulatorErrors.WrongCore,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The firmware uses an instruction that a {device.CpuName} does not have: 0x{foreign.Code:X4} at 0x{foreign.Address:X8}{(foreign.Function is { } function ? $" in {function}" : "")}. A device would fault there."),
        string.Create(
            CultureInfo.InvariantCulture,
            $"Compile all of it, libraries and start-up code too, with -mcpu={device.CpuName}; or set FotaEmulateCpu to the core that devices have."));

    private static FotaException ImageNeedsRam(int needed, DeviceProfile device) => new(
        EmulatorErrors.RamTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The firmware was linked for more RAM than the device has: its stack begins at {needed} bytes, and there are {device.Ram}."),
        "Link it for the device's RAM, or emulate a device with as much (FotaEmulateRam).");

    private static FotaException RamTooSmall(EmulationResult result, DeviceProfile device) => new(
        EmulatorErrors.RamTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The signature check ran out of RAM: of {device.Ram} bytes, {result.Ram.Static} are static, {result.Ram.PeakStack} were stack and {result.Ram.HeapPeak} heap when it needed more."),
        "Use a smaller key (RSA-2048 needs the least), or emulate a device with more RAM (FotaEmulateRam).");

    private static FotaException PatchMemoryTooSmall(EmulationResult result, DeviceProfile device) => new(
        EmulatorErrors.RamTooSmall,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The patch's decoder needs more RAM than is left: of {device.Ram} bytes, {result.Ram.Static} are static and {result.Ram.PeakStack} were stack."),
        "Make the patch for less memory (FotaPatchMemory), or emulate a device with more RAM (FotaEmulateRam).");

    private static FotaException FlashTooSmall(DeviceProfile device) => new(
        EmulatorErrors.FlashTooSmall,
        string.Create(CultureInfo.InvariantCulture, $"The new image does not fit a slot in {device.Flash} bytes of flash."),
        "Make the image smaller, or emulate a device with more flash (FotaEmulateFlash).");

    private static FotaException Refused(string reason) => new(
        EmulatorErrors.UpdateRefused, $"The emulated device refused the update: {Explain(reason)} ({reason}).", Advice(reason));

    private static FotaException Failed(string what) => new(
        EmulatorErrors.DeviceFailed,
        $"The emulated device did not come through the update: {what}.",
        "Read the device's report and UART output; docs/device.md says what the device expects of an application.");

    private static string Explain(string reason) => reason switch
    {
        "wrong-base" => "the patch is for another image than the one that it runs",
        "wrong-product" => "the update is for another product",
        "older-version" => "the new image's version is below the one that it runs",
        "no-info" => "the running image has an info record, and the new one has none",
        "lower-counter" => "the new image's security counter is below the one that it runs",
        "same-version" => "the new image has the version that it runs already",
        "same-image" => "it runs the new image already",
        "wrong-info" => "the info record in the new image says something else than the signed header",
        "unknown-key" => "no key in update_certs.h is the one that the header names",
        "bad-signature" => "the header's signature does not hold",
        "wrong-payload" => "the payload is not the one that the header announces",
        "bad-plan" => "the plan of the update in place does not fit the image or the flash",
        "lost-update" => "the update that it was building is gone",
        "late-read" => "the patch reads blocks that its plan has overwritten by then",
        "bad-patch" => "the patch is damaged",
        "flash-failed" => "its flash did not answer, or could not be written",
        "wrong-result" => "what the patch makes is not the image that was announced",
        "truncated" => "the update file is shorter than its header says",
        "damaged-header" => "the header of the update file is damaged",
        "no-container" => "what was downloaded is no update file",
        "unsupported" => "the update file needs something that it does not know",
        _ => "it gave no other reason",
    };

    private static string Advice(string reason) => reason switch
    {
        "bad-signature" or "unknown-key" => "Build the update with the private key whose public key the base image was built with.",
        "wrong-base" => "Emulate the update with the base that its patch was made from.",
        "older-version" or "same-version" => "Raise the version of the new image.",
        "lower-counter" => "Raise FotaSecurityCounter to at least that of the base.",
        _ => "Build the update again from this base, and emulate it with the same product and keys.",
    };
}
