namespace Fota.Errors;

/// <summary>
/// A failure that a user can cause and mend. Both faces, the build and the command, print it as code, what happened and what to do.
/// Any other exception that leaves the libraries is a bug.
/// </summary>
public class FotaException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">Its kind.</param>
    /// <param name="what">What happened, with the figures of this case, as a sentence. Never a secret.</param>
    /// <param name="advice">What to do about it, as a sentence.</param>
    /// <param name="cause">The exception that led here, if any.</param>
    public FotaException(ErrorCode code, string what, string advice, Exception? cause = null)
        : base(what, cause)
    {
        Code = code;
        Advice = advice;
    }

    /// <summary>The kind of failure.</summary>
    public ErrorCode Code { get; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string Advice { get; }

    /// <summary>The file that the failure is about, where there is one; build logs show it in front of the code.</summary>
    public string? File { get; init; }
}
