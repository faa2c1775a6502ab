using Fota.Errors;

namespace Fota.Signing;

/// <summary>Something that does not stop the work but should be mended.</summary>
/// <param name="Code">The kind of finding.</param>
/// <param name="What">What was found, as a sentence.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
public sealed record SigningWarning(ErrorCode Code, string What, string Advice);
