using Fota.Errors;
using static Fota.Errors.ErrorCategory;

namespace Fota.Release.Settings;

/// <summary>The failures of a project's settings; docs/errors.md explains each, among those of the build.</summary>
public static class SettingErrors
{
#pragma warning disable CS1591 // Each code says in its title what it stands for.
    public static readonly ErrorCode ValueInvalid = new("FOTA6003", Usage, "A property has a value that cannot be meant");
    public static readonly ErrorCode KeyMissing = new("FOTA6004", Usage, "The project has no key");
    public static readonly ErrorCode SignersContradict = new("FOTA6005", Usage, "More than one way of signing is asked for");
    public static readonly ErrorCode NameUnknown = new("FOTA6007", Usage, "There is no such property");
    public static readonly ErrorCode ImagesCollide = new("FOTA6008", Usage, "Two images of a project share what each needs for itself");
    public static readonly ErrorCode FileInvalid = new("FOTA6012", Usage, "The settings file cannot be read");
    public static readonly ErrorCode FileNotWritable = new("FOTA6006", ErrorCategory.Environment, "A generated file cannot be written");
#pragma warning restore CS1591
}
