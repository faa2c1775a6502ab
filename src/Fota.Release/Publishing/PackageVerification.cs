using Fota.Errors;
using Fota.Release.Manifest;

namespace Fota.Release.Publishing;

/// <summary>What <see cref="PackageVerifier"/> found.</summary>
/// <param name="Manifest">The manifest; null where it cannot be read.</param>
/// <param name="Checked">The files that were found to be right.</param>
/// <param name="Faults">What is wrong, each with the file's name in the folder; empty where nothing is.</param>
public sealed record PackageVerification(
    UpdateManifest? Manifest, IReadOnlyList<string> Checked, IReadOnlyList<Diagnostic> Faults)
{
    /// <summary>Whether the package may be published.</summary>
    public bool IsValid => Faults.Count == 0;

    /// <summary>Throws the first fault, if there is one.</summary>
    /// <exception cref="FotaException">The package is not valid.</exception>
    public UpdateManifest Require() => Faults is [var fault, ..]
        ? throw fault.ToException()
        : Manifest!;
}
