using Fota.Errors;

namespace Fota.Delta;

/// <summary>A patch that cannot be applied. The code says why, <see cref="Offset"/> where.</summary>
public sealed class PatchException : FotaException
{
    internal PatchException(ErrorCode code, long offset, string reason, string advice)
        : base(code, $"{reason} (at byte {offset} of the patch)", advice)
    {
        Offset = offset;
        Reason = reason;
    }

    /// <summary>Where in the patch the refused operation starts, in bytes; the size of the patch if it ends too early.</summary>
    public long Offset { get; }

    /// <summary>What is wrong there, with its figures, as a sentence without the offset.</summary>
    public string Reason { get; }
}
