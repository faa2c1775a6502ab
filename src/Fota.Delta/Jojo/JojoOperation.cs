namespace Fota.Delta.Jojo;

/// <summary>One operation of a patch, with where it stands and what it works on. All sizes and positions are in bytes.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="PatchOffset">Where its encoding starts in the patch.</param>
/// <param name="EncodedSize">What it takes in the patch: escape, code and length, or escape, code and escaped data.</param>
/// <param name="Length">How far it moves, or how many bytes it writes.</param>
/// <param name="SourcePosition">The cursor in the old image before it.</param>
/// <param name="TargetPosition">The cursor in the new image before it.</param>
/// <param name="IsImplicit">True for a MOD without escape and code, which 0.8.5 has.</param>
public readonly record struct JojoOperation(
    JojoOperationKind Kind,
    long PatchOffset,
    int EncodedSize,
    long Length,
    long SourcePosition,
    long TargetPosition,
    bool IsImplicit)
{
    /// <summary>True for MOD and INS, which carry data.</summary>
    public bool HasData => Kind is JojoOperationKind.Mod or JojoOperationKind.Ins;

    /// <summary>Where the data of MOD or INS, still escaped, stands in the patch.</summary>
    public Range EncodedData
    {
        get
        {
            int start = (int)PatchOffset + (IsImplicit || !HasData ? 0 : JojoFormat.OperationSize);
            return HasData ? start..((int)PatchOffset + EncodedSize) : start..start;
        }
    }
}
