namespace Fota.Delta.Compact;

/// <summary>A run of the target that is coded as a copy with exceptions.</summary>
/// <param name="At">Where it goes in the target.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="From">Where it comes from.</param>
/// <param name="IsFromTarget">True if it comes from the target, else from the source.</param>
internal readonly record struct Copy(int At, int Length, int From, bool IsFromTarget)
{
    public int End => At + Length;

    /// <summary>What is left of it from a position within it on.</summary>
    public Copy Rest(int at) => new(at, End - at, From + at - At, IsFromTarget);
}
