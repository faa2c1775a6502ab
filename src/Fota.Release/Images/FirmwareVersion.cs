using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fota.Errors;
using NuGet.Versioning;

namespace Fota.Release.Images;

/// <summary>A firmware's version: Semantic Versioning 2 in NuGet's order. Build metadata (<c>+abc</c>) does not count and is dropped.</summary>
public sealed class FirmwareVersion : IComparable<FirmwareVersion>, IEquatable<FirmwareVersion>
{
    private const int MaxLength = 64;

    private FirmwareVersion(NuGetVersion version, VersionNumbers numbers)
    {
        NuGet = version;
        Numbers = numbers;
    }

    /// <summary>The version for NuGet's ranges and comparers.</summary>
    public NuGetVersion NuGet { get; }

    /// <summary>The version as a device compares it.</summary>
    public VersionNumbers Numbers { get; }

    /// <summary>Whether the version has a label, such as <c>1.2.0-rc.3</c>.</summary>
    public bool IsPrerelease => NuGet.IsPrerelease;

    /// <summary>Reads a version.</summary>
    /// <exception cref="FotaException">It is no version (FOTA3002), or its numbers do not fit a device's record (FOTA3003).</exception>
    public static FirmwareVersion Parse(string? text)
    {
        if (text is null || text.Length > MaxLength || !NuGetVersion.TryParse(text, out NuGetVersion? version))
        {
            string shown = text is { Length: > MaxLength } ? text[..MaxLength] + "..." : text ?? "";
            throw new FotaException(
                ReleaseErrors.VersionInvalid,
                $"'{shown}' is not a version.",
                "Set FotaVersion, or Version, to a semantic version such as 1.4.0 or 1.5.0-rc.2.");
        }

        return new FirmwareVersion(version, NumbersOf(version));
    }

    /// <summary>Reads a version; false where <see cref="Parse"/> would refuse it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FirmwareVersion? version)
    {
        version = null;
        if (text is null || text.Length > MaxLength || !NuGetVersion.TryParse(text, out NuGetVersion? parsed))
            return false;
        if (Unfit(parsed) is not null)
            return false;
        version = new FirmwareVersion(parsed, NumbersOf(parsed));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(FirmwareVersion? other) => NuGet.CompareTo(other?.NuGet);

    /// <inheritdoc/>
    public bool Equals(FirmwareVersion? other) => other is not null && NuGet.Equals(other.NuGet);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FirmwareVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => NuGet.GetHashCode();

    /// <summary>The normalised version, without build metadata: also fit for a file's name.</summary>
    public override string ToString() => NuGet.ToNormalizedString();

    /// <summary>Whether both are the same version.</summary>
    public static bool operator ==(FirmwareVersion? left, FirmwareVersion? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different versions.</summary>
    public static bool operator !=(FirmwareVersion? left, FirmwareVersion? right) => !(left == right);

    /// <summary>Whether the left version is older.</summary>
    public static bool operator <(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left version is newer.</summary>
    public static bool operator >(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left version is older or the same.</summary>
    public static bool operator <=(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left version is newer or the same.</summary>
    public static bool operator >=(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) >= 0;

    private static VersionNumbers NumbersOf(NuGetVersion version)
    {
        if (Unfit(version) is { } reason)
        {
            throw new FotaException(
                ReleaseErrors.VersionNotRepresentable,
                $"The version {version.ToNormalizedString()} does not fit the record that a device compares: {reason}.",
                "Use three numbers up to 65535, and numeric identifiers in a prerelease label up to 65534.");
        }

        return new VersionNumbers((ushort)version.Major, (ushort)version.Minor, (ushort)version.Patch, (ushort)Stage(version));
    }

    private static string? Unfit(NuGetVersion version)
    {
        if (version.Major > ushort.MaxValue || version.Minor > ushort.MaxValue || version.Patch > ushort.MaxValue)
            return "a number is above 65535";
        if (version.Revision != 0)
            return "it has a fourth number";
        return Stage(version) > ushort.MaxValue || (version.IsPrerelease && Stage(version) == VersionNumbers.ReleaseStage)
            ? "a number in its label is above 65534"
            : null;
    }

    private static uint Stage(NuGetVersion version)
    {
        if (!version.IsPrerelease)
            return VersionNumbers.ReleaseStage;
        string? number = version.ReleaseLabels.LastOrDefault(label => label.All(char.IsAsciiDigit));
        if (number is null)
            return 0;
        return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint stage) ? stage : uint.MaxValue;
    }
}
