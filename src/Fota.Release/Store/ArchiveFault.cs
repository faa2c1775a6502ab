using Fota.Errors;

namespace Fota.Release.Store;

/// <summary>What <see cref="BaseArchive.Verify"/> found wrong with a file.</summary>
/// <param name="Code">The kind of fault.</param>
/// <param name="File">The file.</param>
/// <param name="What">What is wrong, as a sentence.</param>
/// <param name="Advice">What to do, as a sentence.</param>
public sealed record ArchiveFault(ErrorCode Code, string File, string What, string Advice);
