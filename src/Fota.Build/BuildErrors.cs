using Fota.Errors;
using static Fota.Errors.ErrorCategory;

namespace Fota.Build;

/// <summary>The failures of the build integration itself. docs/errors.md explains each. FOTA6001 and FOTA6020 are raised by targets.</summary>
public static class BuildErrors
{
#pragma warning disable CS1591 // Each code says in its title what it stands for.
    public static readonly ErrorCode HostTooOld = new("FOTA6001", ErrorCategory.Environment, "This MSBuild cannot run the tasks");
    public static readonly ErrorCode ImageMissing = new("FOTA6002", Usage, "The build made no image");
    public static readonly ErrorCode PropertyInvalid = new("FOTA6003", Usage, "A property has a value that cannot be meant");
    public static readonly ErrorCode KeyMissing = new("FOTA6004", Usage, "The project has no key");
    public static readonly ErrorCode SignersContradict = new("FOTA6005", Usage, "More than one way of signing is asked for");
    public static readonly ErrorCode FileNotWritable = new("FOTA6006", ErrorCategory.Environment, "A generated file cannot be written");
    public static readonly ErrorCode CompilerMissing = new("FOTA6020", ErrorCategory.Environment, "The sample's compiler is missing");
#pragma warning restore CS1591
}
