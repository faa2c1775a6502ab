using Fota.Errors;

namespace Fota.Emulator;

/// <summary>The failures of this library that a user can cause. docs/errors.md says what to do about each.</summary>
public static class EmulatorErrors
{
    /// <summary>A compiler or QEMU is not installed.</summary>
    public static readonly ErrorCode ToolMissing = new("FOTA5001", ErrorCategory.Environment, "A tool for the emulated device is missing");

    /// <summary>The Mbed TLS sources are not there, or of another version.</summary>
    public static readonly ErrorCode MbedTlsMissing = new("FOTA5002", ErrorCategory.Environment, "The Mbed TLS sources are missing");

    /// <summary>The emulated device's own firmware does not compile.</summary>
    public static readonly ErrorCode HarnessBuildFailed = new("FOTA5003", ErrorCategory.Environment, "The emulated device's firmware does not compile");

    /// <summary>RAM, flash, sector or another figure of the device cannot be.</summary>
    public static readonly ErrorCode ProfileInvalid = new("FOTA5004", ErrorCategory.Usage, "The emulated device's figures do not make a device");

    /// <summary>Image, update and bookkeeping need more flash than the device has.</summary>
    public static readonly ErrorCode FlashTooSmall = new("FOTA5005", ErrorCategory.Refused, "The update does not fit the device's flash");

    /// <summary>Installing needs more RAM than the device has.</summary>
    public static readonly ErrorCode RamTooSmall = new("FOTA5006", ErrorCategory.Refused, "The update does not fit the device's RAM");

    /// <summary>The device did not install the update.</summary>
    public static readonly ErrorCode UpdateRefused = new("FOTA5007", ErrorCategory.Refused, "The emulated device refused the update");

    /// <summary>The firmware faulted, did not confirm, or the device no longer starts.</summary>
    public static readonly ErrorCode DeviceFailed = new("FOTA5008", ErrorCategory.Refused, "The emulated device did not come through the update");

    /// <summary>The emulation did not end in time.</summary>
    public static readonly ErrorCode TimedOut = new("FOTA5009", ErrorCategory.Refused, "The emulated device did not finish in time");

    /// <summary>QEMU itself failed.</summary>
    public static readonly ErrorCode EmulatorFailed = new("FOTA5010", ErrorCategory.Environment, "The emulator failed");

    /// <summary>The firmware was to be executed, and was linked for other hardware.</summary>
    public static readonly ErrorCode NotExecuted = new("FOTA5012", ErrorCategory.Refused, "The emulated device did not execute the firmware");

    /// <summary>The firmware was compiled for a larger core.</summary>
    public static readonly ErrorCode WrongCore = new("FOTA5013", ErrorCategory.Refused, "The firmware uses instructions that the core does not have");

    /// <summary>The device sources that belong beside this assembly are not there.</summary>
    public static readonly ErrorCode DeviceSourcesMissing = new("FOTA5011", ErrorCategory.Environment, "The device sources are missing");
}
