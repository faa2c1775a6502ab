using System.Globalization;
using Fota.Delta;
using Fota.Delta.Compact;
using Fota.Delta.InPlace;
using Fota.Emulator;
using Fota.Errors;
using Fota.Release.Bases;
using Fota.Release.Gate;
using Fota.Release.Images;
using Fota.Release.Images.Formats;
using Fota.Release.Images.Wrappers;
using Fota.Release.Planning;
using Fota.Signing;

namespace Fota.Release.Settings;

/// <summary>Reads the texts of settings that no other library reads.</summary>
internal static class SettingText
{
    private const int MaxSeconds = 86_400;
    private const long MaxUnixSeconds = 253_402_300_799;

    internal static string Plain(string text) => text;

    internal static bool Flag(string text) => bool.TryParse(text, out bool value) ? value : throw Invalid(text, "Set it to true or false.");

    internal static IReadOnlyList<string> List(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static IReadOnlyList<string> Codes(string text) =>
        text.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal static ByteSize? Size(string text) => ByteSize.Parse(text);

    internal static double? Percent(string text) => GateBounds.ParsePercent(text);

    internal static int Memory(string text) => (int)Math.Min(ByteSize.Parse(text).Bytes, int.MaxValue);

    internal static SectorMap Sectors(string text) => SectorMap.Parse(text, Memory);

    internal static int Slots(string text) => text switch
    {
        "1" => 1,
        "2" => 2,
        _ => throw Invalid(text, "Set it to 1 or 2."),
    };

    internal static int SpareSectors(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int sectors) && sectors is > 0 and < FlashRegion.MaxBlocks
            ? sectors
            : throw Invalid(text, "Set it to a number of sectors, at least 1.");

    internal static IReadOnlyList<PatchFormat> PatchFormats(string text)
    {
        PatchFormat[] formats = [.. List(text).Select(name => Delta.PatchFormats.TryParse(name, out PatchFormat format) ? format : throw Unknown(text))];
        return formats.Length > 0 && formats.Distinct().Count() == formats.Length ? formats : throw Unknown(text);

        static FotaException Unknown(string text) => Invalid(
            text, $"Set it to what devices' patchers read: {string.Join(" or ", Delta.PatchFormats.Names)}; or to several, each once, with ';' between them.");
    }

    internal static int PatchMemory(string text)
    {
        long size = ByteSize.Parse(text).Bytes;
        return size is >= CompactOptions.MinMemory and <= CompactOptions.MaxMemory
            ? (int)size
            : throw Invalid(text, $"Set it to {CompactOptions.MinMemory} to {CompactOptions.MaxMemory} bytes.");
    }

    internal static int PatchSegment(string text)
    {
        long size = ByteSize.Parse(text).Bytes;
        return CompactOptions.IsSegmentSize(size)
            ? (int)size
            : throw Invalid(text, $"Set it to a power of two from {CompactOptions.MinSegmentSize} to {CompactOptions.MaxSegmentSize} bytes, such as 64KB.");
    }

    internal static CompactEffort PatchEffort(string text) => CompactEfforts.TryParse(text, out CompactEffort effort)
        ? effort
        : throw Invalid(text, $"Set it to {string.Join(" or ", CompactEfforts.Names)}.");

    internal static SignatureAlgorithm? Algorithm(string text) => SignatureAlgorithms.TryParse(text, out SignatureAlgorithm algorithm)
        ? algorithm
        : throw Invalid(text, $"Set it to {string.Join(", ", Enum.GetValues<SignatureAlgorithm>().Select(each => each.Name()))}.");

    internal static BasePlaces BasePlaces(string text)
    {
        var places = Bases.BasePlaces.None;
        foreach (string name in List(text))
        {
            places |= name switch
            {
                "archive" => Bases.BasePlaces.Archive,
                "packages" => Bases.BasePlaces.Packages,
                _ => throw Invalid(text, "Set it to archive, packages, or both with ';' between them."),
            };
        }

        return places;
    }

    internal static BasesPart? BasesPart(string text) => Planning.BasesPart.TryParse(text, out BasesPart part)
        ? part
        : throw Invalid(text, $"Set it to which part and how many there are, such as 2/4; at most {Planning.BasesPart.MaxCount}.");

    internal static TimeSpan? Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= MaxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(text, $"Set it to a number of seconds, at most {MaxSeconds}.");

    internal static byte Fill(string text) =>
        ImageFile.TryParseFill(text, out byte fill) ? fill : throw Invalid(text, "Set it to a byte: 0 to 255, or 0x00 to 0xFF.");

    internal static WrapperKind? Wrapper(string text) => WrapperKinds.Find(text) ?? throw Invalid(text, "Set it to mcuboot or esp-idf, or not at all.");

    internal static uint Counter(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint counter)
        ? counter
        : throw Invalid(text, "Set it to a number from 0 to 4294967295 that never falls.");

    internal static DateTimeOffset? Epoch(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= MaxUnixSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Invalid(text, "Set it to a number of seconds since 1970, or not at all.");

    private static FotaException Invalid(string text, string advice) => new(SettingErrors.ValueInvalid, $"'{text}' cannot be meant.", advice);
}
