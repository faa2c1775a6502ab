using Fota.Errors;

namespace Fota.Release.Images;

/// <summary>Holds the order of versions in the build against the order of numbers that a device compares.</summary>
internal static class VersionOrder
{
    /// <summary>Refuses a version that is above another one for people, but not for a device (docs/format.md).</summary>
    internal static void Require(FirmwareVersion version, FirmwareVersion older)
    {
        if (version <= older || version.Numbers > older.Numbers)
            return;
        throw new FotaException(
            ReleaseErrors.VersionOrderLost,
            $"{version} is above {older}, but a device compares {version.Numbers} with {older.Numbers} and sees nothing newer.",
            "Number prereleases in one row, whatever their label: 1.2.0-alpha.1, 1.2.0-beta.2, 1.2.0-rc.3.");
    }
}
