using System.Globalization;
using System.Text;
using Fota.Delta.InPlace;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Feeds;

/// <summary>A version in the field.</summary>
/// <param name="Version">The version.</param>
/// <param name="Devices">How many devices run it; null where nobody has said.</param>
/// <param name="Region">The region of devices with one slot; null for two slots.</param>
internal sealed record FleetEntry(FirmwareVersion Version, long? Devices, FlashRegion? Region)
{
    /// <summary>Reads a file: a version and a number of devices in each line, with spaces, a tab or a comma between them, and the region of devices with one slot; <c>#</c> begins a remark.</summary>
    /// <exception cref="FotaException">A line is neither (FOTA7046), or a version is there twice.</exception>
    public static IReadOnlyList<FleetEntry> Read(string path)
    {
        var entries = new SortedDictionary<(FirmwareVersion, string), FleetEntry>();
        string[] lines = Encoding.UTF8.GetString(InputFile.Read(path)).Split('\n');
        for (int number = 1; number <= lines.Length; number++)
        {
            string[] words = lines[number - 1].Split('#')[0].Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            FlashRegion? region = null;
            if (words is not [var version, var count, .. { Length: <= 1 } slot]
                || !FirmwareVersion.TryParse(version, out FirmwareVersion? parsed)
                || !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long devices)
                || devices > uint.MaxValue
                || (slot.Length > 0 && !FlashRegion.TryParse(slot[0], out region)))
            {
                throw Refused(path, $"line {number} is no version with a number of devices, and a region at most");
            }

            if (!entries.TryAdd((parsed, $"{region}"), new FleetEntry(parsed, devices, region)))
                throw Refused(path, $"line {number} has {parsed} a second time");
        }

        return [.. entries.Values];
    }

    private static FotaException Refused(string path, string what) => new(
        ToolErrors.FleetInvalid, $"'{path}' does not list a fleet: {what}.", "Write a line such as '1.2.0 1500' for each version, and '1.2.0 1500 50x4096' for devices with one slot.")
    {
        File = path,
    };
}
