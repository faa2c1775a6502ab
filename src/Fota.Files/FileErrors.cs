using Fota.Errors;

namespace Fota.Files;

/// <summary>The failures of this library that a user can cause. docs/errors.md says what to do about each.</summary>
public static class FileErrors
{
    /// <summary>A lock was not to be had in time.</summary>
    public static readonly ErrorCode Locked = new("FOTA3023", ErrorCategory.Environment, "Another build holds the lock");
}
