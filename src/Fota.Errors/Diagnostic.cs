namespace Fota.Errors;

/// <summary>Something that the user should know, and that did not end the work: a warning, or one of several faults that a check found.</summary>
/// <param name="Code">The kind.</param>
/// <param name="What">What was found, with the figures of this case, as a sentence. Never a secret.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
/// <param name="File">The file that it is about; null where there is none.</param>
public sealed record Diagnostic(ErrorCode Code, string What, string Advice, string? File = null)
{
    /// <summary>The failure as one of several.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="file">The file that it is about, where the failure names none.</param>
    public static Diagnostic Of(FotaException failure, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new Diagnostic(failure.Code, failure.Message, failure.Advice, failure.File ?? file);
    }

    /// <summary>The same as a failure that ends the work.</summary>
    public FotaException ToException() => new(Code, What, Advice) { File = File };
}
