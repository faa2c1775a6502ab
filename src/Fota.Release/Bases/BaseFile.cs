using System.Text.RegularExpressions;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Settings;

namespace Fota.Release.Bases;

/// <summary>An image in a file of its own that a project names as a base: an item <c>FotaBase</c>.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Digest">The SHA-256 of the image: of the bytes in flash, whatever the file is written in.</param>
/// <param name="Path">The file.</param>
public sealed partial record BaseFile(FirmwareVersion Version, Sha256Digest Digest, string Path)
{
    /// <summary>Reads <c>VERSION SHA256 FILE</c>, with semicolons between several.</summary>
    /// <exception cref="FotaException">An entry is none (FOTA6003), or two are of one version.</exception>
    public static IReadOnlyList<BaseFile> ParseList(string text)
    {
        BaseFile[] all = [.. SettingText.List(text).Select(ParseOne)];
        if (all.GroupBy(each => each.Version).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused($"lists {twice.Key} twice", "Name one file for each version.");
        return all;
    }

    private static BaseFile ParseOne(string entry)
    {
        Match match = Form().Match(entry);
        if (match.Success
            && FirmwareVersion.TryParse(match.Groups[1].Value, out FirmwareVersion? version)
            && Sha256Digest.TryParse(match.Groups[2].Value, out Sha256Digest digest))
        {
            return new BaseFile(version, digest, match.Groups[3].Value);
        }

        throw Refused(
            $"has an entry that is no base: '{entry}'",
            "Give each item FotaBase the metadata Version and Sha256; in fota.json write \"VERSION SHA256 FILE\".");
    }

    private static FotaException Refused(string what, string advice) => new(SettingErrors.ValueInvalid, $"FotaBase {what}.", advice);

    [GeneratedRegex(@"^(\S+) ([0-9A-Fa-f]{64}) (\S.*)$")]
    private static partial Regex Form();
}
