using Fota.Delta;
using Fota.Release.Images;

namespace Fota.Release.Manifest;

/// <summary>
/// The names of the files of a patch: <c>update.diff</c> from the newest base in the package's first format, <c>update.from-VERSION.diff</c>
/// from another base, <c>update.FORMAT.diff</c> and <c>update.FORMAT.from-VERSION.diff</c> in another format.
/// </summary>
/// <param name="BaseVersion">The version of the base.</param>
/// <param name="IsNewest">Whether it is the newest base.</param>
/// <param name="OtherFormat">The format; null for the first of the package.</param>
public sealed record PatchFileNames(FirmwareVersion BaseVersion, bool IsNewest, PatchFormat? OtherFormat)
{
    private const string Prefix = "update.";
    private const string From = "from-";
    private const string PatchExtension = "diff";
    private const string ContainerExtension = "fota";

    /// <summary>The bare patch.</summary>
    public string Patch => Stem + PatchExtension;

    /// <summary>The patch for the device.</summary>
    public string Container => Stem + ContainerExtension;

    // The format comes first: behind the version it could be taken for the end of a prerelease's.
    private string Stem => Prefix + (OtherFormat is { } format ? $"{format.Name()}." : "") + (IsNewest ? "" : $"{From}{BaseVersion}.");

    /// <summary>Whether a file is named as one of a patch.</summary>
    internal static bool IsOne(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        string rest = name[Prefix.Length..];
        if (PatchFormats.Names.FirstOrDefault(format => rest.StartsWith(format + ".", StringComparison.Ordinal)) is { } other)
            rest = rest[(other.Length + 1)..];
        return rest is PatchExtension or ContainerExtension
            || (rest.StartsWith(From, StringComparison.Ordinal)
                && (rest.EndsWith("." + PatchExtension, StringComparison.Ordinal) || rest.EndsWith("." + ContainerExtension, StringComparison.Ordinal)));
    }
}
