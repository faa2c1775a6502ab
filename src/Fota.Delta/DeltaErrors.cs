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

    /// <summary>A patch goes on behind its end.</summary>
    public static readonly ErrorCode PatchTrailing = new("FOTA1009", ErrorCategory.Damaged, "The patch has bytes after its end");

    /// <summary>The header of a compact patch has a value that this version of the format does not know.</summary>
    public static readonly ErrorCode CompactHeaderUnknown = new("FOTA1010", ErrorCategory.Damaged, "The patch is no compact patch of a known version");

    /// <summary>A compact patch was made from an image of another size.</summary>
    public static readonly ErrorCode SourceSizeDiffers = new("FOTA1011", ErrorCategory.Damaged, "The patch is for another old image");

    /// <summary>A compact patch needs more memory to be applied than the caller allows.</summary>
    public static readonly ErrorCode PatchMemoryExceeded = new("FOTA1012", ErrorCategory.Refused, "The patch needs too much memory");

    /// <summary>Literals or a copy of a compact patch reach beyond their segment.</summary>
    public static readonly ErrorCode RunOutsideSegment = new("FOTA1013", ErrorCategory.Damaged, "The patch leaves the new image");

    /// <summary>A copy of a compact patch comes from before the start of the new image.</summary>
    public static readonly ErrorCode CopyBeforeTarget = new("FOTA1014", ErrorCategory.Damaged, "The patch copies from before the new image");

    /// <summary>A flash region for updates in place has blocks of an impossible size or number.</summary>
    public static readonly ErrorCode RegionImpossible = new("FOTA1020", ErrorCategory.Usage, "The flash region is impossible");

    /// <summary>An image is too large to be updated in place in its region.</summary>
    public static readonly ErrorCode RegionTooSmall = new("FOTA1021", ErrorCategory.Refused, "The flash region is too small for an update in place");

    /// <summary>The bytes of a plan for an update in place are none.</summary>
    public static readonly ErrorCode PlanDamaged = new("FOTA1022", ErrorCategory.Damaged, "The plan of an update in place is damaged");

    /// <summary>A patch reads a block of the old image that the update in place has erased by then.</summary>
    public static readonly ErrorCode ReadTooLate = new("FOTA1023", ErrorCategory.Damaged, "The patch reads what the update in place has erased");
}
