using Fota.Errors;

namespace Fota.Delta;

/// <summary>The failures of this library that a user can cause. docs/errors.md says what to do about each.</summary>
public static class DeltaErrors
{
    /// <summary>An image is larger than the encoder takes.</summary>
    public static readonly ErrorCode ImageTooLarge = new("FOTA1001", ErrorCategory.Usage, "The image is too large to make a patch");

    /// <summary>The patch needs a decoder for JojoDiff 0.8.5, and the caller allows 0.8.1 alone.</summary>
    public static readonly ErrorCode FormatNotAllowed = new("FOTA1002", ErrorCategory.Refused, "The patch needs a newer format");

    /// <summary>The patch ends inside an operation.</summary>
    public static readonly ErrorCode PatchTruncated = new("FOTA1003", ErrorCategory.Damaged, "The patch is truncated");

    /// <summary>An operation repeats the one that is open, or does nothing.</summary>
    public static readonly ErrorCode OperationMalformed = new("FOTA1004", ErrorCategory.Damaged, "The patch has a malformed operation");

    /// <summary>A length is in the 8-byte form, which no image this library handles can need.</summary>
    public static readonly ErrorCode LengthTooLarge = new("FOTA1005", ErrorCategory.Damaged, "The patch has a length that is too large");

    /// <summary>A jump leads out of the old image.</summary>
    public static readonly ErrorCode SourceCursorOutside = new("FOTA1006", ErrorCategory.Damaged, "The patch leaves the old image");

    /// <summary>A copy needs bytes that the old image does not have.</summary>
    public static readonly ErrorCode CopyBeyondSource = new("FOTA1007", ErrorCategory.Damaged, "The patch copies beyond the old image");

    /// <summary>The new image would be larger than the caller allows.</summary>
    public static readonly ErrorCode TargetTooLarge = new("FOTA1008", ErrorCategory.Damaged, "The patch makes an image that is too large");
}
