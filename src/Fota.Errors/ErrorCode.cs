namespace Fota.Errors;

/// <summary>One kind of failure that a user can cause. Each library lists its own in one static class, docs/errors.md lists them all.</summary>
/// <param name="Id">The stable name that people search for, such as <c>FOTA1003</c>.</param>
/// <param name="Category">What kind of failure it is; decides the exit code of the tool.</param>
/// <param name="Title">The failure in a few words, without the figures of a single case.</param>
public sealed record ErrorCode(string Id, ErrorCategory Category, string Title)
{
    /// <summary>The identifier.</summary>
    public override string ToString() => Id;
}
