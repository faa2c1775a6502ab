using Fota.Errors;

namespace Fota.Release.Store;

/// <summary>What <see cref="BaseArchive.Verify"/> found.</summary>
/// <param name="Faults">What is wrong; empty where nothing is.</param>
/// <param name="Unproven">The releases whose signature was not checked: those that have none, and all where no key was given.</param>
public sealed record ArchiveReport(IReadOnlyList<Diagnostic> Faults, IReadOnlyList<ArchivedImage> Unproven);
