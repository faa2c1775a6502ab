namespace Fota.Delta.Jojo;

/// <summary>Where a patch stands in both images, and the bounds that it must respect. Every check comes before the access it is for.</summary>
internal struct JojoCursor(long sourceLength, long maxTargetSize, PatchFormat format)
{
    private const string WrongBaseAdvice = "The patch is damaged, or belongs to another old image: check the digest of both.";

    /// <summary>Position in the old image: within [0, length] after a jump, beyond the length only while a MOD runs past the end.</summary>
    public long Source { get; private set; }

    /// <summary>Bytes of the new image that were written.</summary>
    public long Target { get; private set; }

    /// <summary>Refuses a MOD without operation code where the caller does not allow 0.8.5.</summary>
    public readonly void Begin(JojoToken token, long offset)
    {
        if (token.Size == 0 && !JojoFormat.HasImplicitMod(format))
        {
            throw new PatchException(
                DeltaErrors.FormatNotAllowed,
                offset,
                "The patch has data without an operation, which only JojoDiff 0.8.5 has, and only 0.8.1 is allowed",
                "Make the patch in the format jojodiff-0.8.1, or allow jojodiff-0.8.5 if the device's decoder knows it.");
        }
    }

    /// <summary>Does one operation, or a part of the data of one.</summary>
    /// <exception cref="PatchException">It leaves the old image, or makes the new one too large.</exception>
    public void Advance(JojoOperationKind operation, long length, long offset)
    {
        switch (operation)
        {
            case JojoOperationKind.Eql:
                if (length > sourceLength - Source)
                    throw CopyBeyond(length, offset);
                Write(length, offset);
                Source += length;
                break;
            case JojoOperationKind.Mod:
                Write(length, offset);
                Source += length;
                break;
            case JojoOperationKind.Ins:
                Write(length, offset);
                break;
            case JojoOperationKind.Del:
                Jump(length, offset);
                break;
            default:
                Jump(-length, offset);
                break;
        }
    }

    private void Write(long length, long offset)
    {
        if (length > maxTargetSize - Target)
        {
            throw new PatchException(
                DeltaErrors.TargetTooLarge,
                offset,
                $"The new image would be {Target + length} bytes or more, and at most {maxTargetSize} are allowed",
                "Check that the patch is the right one; allow a larger image if it is.");
        }
        Target += length;
    }

    private void Jump(long distance, long offset)
    {
        long source = Source + distance;
        if (source < 0 || source > sourceLength)
        {
            throw new PatchException(
                DeltaErrors.SourceCursorOutside,
                offset,
                $"A jump leads to byte {source} of the old image, which has {sourceLength}",
                WrongBaseAdvice);
        }
        Source = source;
    }

    private readonly PatchException CopyBeyond(long length, long offset) => new(
        DeltaErrors.CopyBeyondSource,
        offset,
        $"A copy of {length} bytes starts at byte {Source} of the old image, which has {sourceLength}",
        WrongBaseAdvice);
}
