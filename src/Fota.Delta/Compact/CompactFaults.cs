using Fota.Errors;

namespace Fota.Delta.Compact;

/// <summary>What a decoder refuses.</summary>
internal static class CompactFaults
{
    private const string DamagedAdvice = "The patch is damaged: get it again, compare its digest with the manifest's, or make it again.";
    private const string WrongBaseAdvice = "The patch is damaged, or belongs to another old image: check the digest of both.";

    public static PatchException Truncated(int offset) => new(
        DeltaErrors.PatchTruncated, offset, "The patch ends before the new image is complete", "The file is not complete: get it again, or make it again.");

    public static PatchException Trailing(int offset, int size) => new(
        DeltaErrors.PatchTrailing, offset, $"The patch has {size - offset} bytes after its end", DamagedAdvice);

    public static PatchException Unknown(int offset, string reason) => new(
        DeltaErrors.CompactHeaderUnknown, offset, reason, "Check that the file is a compact patch; a newer version of the format needs a newer decoder.");

    public static PatchException OtherSource(int expected, long actual) => new(
        DeltaErrors.SourceSizeDiffers,
        CompactHeader.SourceSizeOffset,
        $"The patch is for an old image of {expected} bytes, and this one has {actual}",
        "Give the image that the patch was made from: the manifest has its digest.");

    public static PatchException TargetTooLarge(int size, long limit) => new(
        DeltaErrors.TargetTooLarge,
        CompactHeader.TargetSizeOffset,
        $"The new image would be {size} bytes, and at most {limit} are allowed",
        "Check that the patch is the right one; allow a larger image if it is.");

    public static PatchException MemoryExceeded(int needed, int allowed) => new(
        DeltaErrors.PatchMemoryExceeded,
        CompactHeader.TableBitsOffset,
        $"The patch needs {needed} bytes of memory to be applied, and at most {allowed} are allowed",
        "Make the patch for less memory, or allow more if the device has it.");

    public static PatchException RunOutside(int offset, string run, int length, int room) => new(
        DeltaErrors.RunOutsideSegment, offset, $"{run} of {length} bytes starts where the segment has {room} left", DamagedAdvice);

    public static PatchException CopyBeyondSource(int offset, int length, int from, int size) => new(
        DeltaErrors.CopyBeyondSource,
        offset,
        $"A copy of {length} bytes starts at byte {from} of the old image, which has {size}",
        WrongBaseAdvice);

    public static PatchException CopyBeforeTarget(int offset, int distance, int at) => new(
        DeltaErrors.CopyBeforeTarget, offset, $"A copy goes back {distance} bytes from byte {at} of the new image", DamagedAdvice);
}
