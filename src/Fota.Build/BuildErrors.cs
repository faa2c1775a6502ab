using Fota.Errors;
using static Fota.Errors.ErrorCategory;

namespace Fota.Build;

/// <summary>The failures of the build integration itself. docs/errors.md explains each. FOTA6001, FOTA6009, FOTA6010 and FOTA6020 are raised by targets; those of settings are Fota.Release's.</summary>
public static class BuildErrors
{
#pragma warning disable CS1591 // Each code says in its title what it stands for.
    public static readonly ErrorCode HostTooOld = new("FOTA6001", ErrorCategory.Environment, "This MSBuild cannot run the tasks");
    public static readonly ErrorCode ImageMissing = new("FOTA6002", Usage, "The build made no image");
    public static readonly ErrorCode HookMissed = new("FOTA6009", Usage, "None of the targets that were named has run");
    public static readonly ErrorCode ProductOfFrameworks = new("FOTA6010", Usage, "Several target frameworks build one product");
    public static readonly ErrorCode KeyNotCreated = new("FOTA6011", Refused, "No development key is created for a release or on a build server");
    public static readonly ErrorCode CompilerMissing = new("FOTA6020", ErrorCategory.Environment, "The sample's compiler is missing");
#pragma warning restore CS1591
}
