using Fota.Errors;

namespace Fota.Tool;

/// <summary>The failures that only the command line knows (FOTA7xxx); docs/errors.md explains each.</summary>
public static class ToolErrors
{
    /// <summary>An unknown command or option, a missing argument, or a value that cannot be meant.</summary>
    public static readonly ErrorCode CommandLine = new("FOTA7001", ErrorCategory.Usage, "Command line not understood");

    /// <summary>A file that a command needs does not exist or cannot be read.</summary>
    public static readonly ErrorCode InputUnreadable = new("FOTA7002", ErrorCategory.Environment, "Input cannot be read");

    /// <summary>The output exists, and the command was not told to replace it.</summary>
    public static readonly ErrorCode OutputExists = new("FOTA7003", ErrorCategory.Refused, "Output exists already");

    /// <summary>The output cannot be written: no such folder, no permission, no room.</summary>
    public static readonly ErrorCode OutputUnwritable = new("FOTA7004", ErrorCategory.Environment, "Output cannot be written");

    /// <summary>An input is larger than any firmware image or patch can be.</summary>
    public static readonly ErrorCode InputTooLarge = new("FOTA7005", ErrorCategory.Damaged, "Input too large");

    /// <summary>A patch gave another image than the one asked for.</summary>
    public static readonly ErrorCode ResultDiffers = new("FOTA7006", ErrorCategory.Damaged, "Patched image is not the expected one");
}
