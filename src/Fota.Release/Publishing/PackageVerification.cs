using Fota.Errors;
using Fota.Release.Manifest;

namespace Fota.Release.Publishing;

/// <summary>What <see cref="PackageVerifier"/> found.</summary>
/// <param name="Manifest">The manifest; null where it cannot be read.</param>
/// <param name="Checked">The files that were found to be right.</param>
/// <param name="Faults">What is wrong; empty where nothing is.</param>
public sealed record PackageVerification(
    UpdateManifest? Manifest, IReadOnlyList<string> Checked, IReadOnlyList<PackageFault> Faults)
{
    /// <summary>Whether the package may be published.</summary>
    public bool IsValid => Faults.Count == 0;

    /// <summary>Throws the first fault, if there is one.</summary>
    /// <exception cref="FotaException">The package is not valid.</exception>
    public UpdateManifest Require() => Faults is [var fault, ..]
        ? throw new FotaException(fault.Code, fault.What, fault.Advice) { File = fault.File }
        : Manifest!;
}

/// <summary>What is wrong with one file of a package.</summary>
/// <param name="Code">The kind of fault.</param>
/// <param name="File">The file's name in the folder.</param>
/// <param name="What">What is wrong, as a sentence.</param>
/// <param name="Advice">What to do, as a sentence.</param>
public sealed record PackageFault(ErrorCode Code, string File, string What, string Advice);
