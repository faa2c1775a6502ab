using System.Globalization;
using System.Text;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Tool.CommandLine;

namespace Fota.Tool.Feeds;

/// <summary>A version in the field.</summary>
/// <param name="Version">The version.</param>
/// <param name="Devices">How many devices run it; null where nobody has said.</param>
internal sealed record FleetEntry(FirmwareVersion Version, long? Devices)
{
    /// <summary>Reads a file: a version and a number of devices in each line, with spaces, a tab or a comma between them; <c>#</c> begins a remark.</summary>
    /// <exception cref="FotaException">A line is neither (FOTA7046), or a version is there twice.</exception>
    public static IReadOnlyList<FleetEntry> Read(string path)
    {
        var entries = new SortedDictionary<FirmwareVersion, FleetEntry>();
        string[] lines = Encoding.UTF8.GetString(InputFile.Read(path)).Split('\n');
        for (int number = 1; number <= lines.Length; number++)
        {
            string[] words = lines[number - 1].Split('#')[0].Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words is not [var version, var count]
                || !FirmwareVersion.TryParse(version, out FirmwareVersion? parsed)
                || !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long devices)
                || devices > uint.MaxValue)
            {
                throw Refused(path, $"line {number} is no version with a number of devices");
            }

            if (!entries.TryAdd(parsed, new FleetEntry(parsed, devices)))
                throw Refused(path, $"line {number} has {parsed} a second time");
        }

        return [.. entries.Values];
    }

    private static FotaException Refused(string path, string what) => new(
        ToolErrors.FleetInvalid, $"'{path}' does not list a fleet: {what}.", "Write a line such as '1.2.0 1500' for each version.")
    {
        File = path,
    };
}
