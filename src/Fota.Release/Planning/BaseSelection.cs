using Fota.Errors;
using Fota.Release.Images;
using NuGet.Versioning;

namespace Fota.Release.Planning;

/// <summary>Which releases patches are made from: <c>FotaBaseVersions</c>, a list of versions and NuGet version ranges.</summary>
public sealed class BaseSelection
{
    private const string LatestName = "latest";

    private readonly IReadOnlyList<FirmwareVersion> _versions;
    private readonly IReadOnlyList<VersionRange> _ranges;

    private BaseSelection(IReadOnlyList<FirmwareVersion> versions, IReadOnlyList<VersionRange> ranges)
    {
        _versions = versions;
        _ranges = ranges;
    }

    /// <summary>The latest release below the version; the previous build only while there is no release at all.</summary>
    public static BaseSelection Latest { get; } = new([], []);

    internal bool IsLatest => _versions.Count == 0 && _ranges.Count == 0;

    /// <summary>Reads entries separated by semicolons: versions (<c>1.0.0;1.1.0</c>) and ranges (<c>[1.0.0,2.0.0)</c>).</summary>
    /// <param name="text">The text; empty and <c>latest</c> stand for <see cref="Latest"/>.</param>
    /// <exception cref="FotaException">An entry is neither (FOTA3030).</exception>
    public static BaseSelection Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim() == LatestName)
            return Latest;
        var versions = new List<FirmwareVersion>();
        var ranges = new List<VersionRange>();
        foreach (string entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            bool isRange = entry[0] is '[' or '(';
            if (isRange && !entry.Contains('*', StringComparison.Ordinal) && VersionRange.TryParse(entry, out VersionRange? range))
                ranges.Add(range);
            else if (!isRange && FirmwareVersion.TryParse(entry, out FirmwareVersion? version))
                versions.Add(version);
            else
                throw Invalid(entry);
        }

        return new BaseSelection(versions, ranges);
    }

    /// <summary>Selects among versions, wherever they lie.</summary>
    /// <param name="published">The versions.</param>
    /// <param name="version">The new version.</param>
    /// <param name="missing">The versions that are listed and not published.</param>
    /// <returns>The selected versions, newest first.</returns>
    /// <exception cref="FotaException">A version is listed that is not below the new one (FOTA3032).</exception>
    public IReadOnlyList<FirmwareVersion> Among(
        IReadOnlyList<FirmwareVersion> published, FirmwareVersion version, out IReadOnlyList<FirmwareVersion> missing) => Select(published, [], version, out missing);

    /// <summary>Selects among the released versions.</summary>
    /// <param name="released">All released versions.</param>
    /// <param name="named">Those that the project names as bases one by one; selected in any case.</param>
    /// <param name="version">The new version.</param>
    /// <param name="missing">The versions that are listed and not released.</param>
    /// <returns>The selected versions, newest first.</returns>
    /// <exception cref="FotaException">A version is listed that is not below the new one (FOTA3032).</exception>
    internal IReadOnlyList<FirmwareVersion> Select(
        IReadOnlyList<FirmwareVersion> released,
        IReadOnlyList<FirmwareVersion> named,
        FirmwareVersion version,
        out IReadOnlyList<FirmwareVersion> missing)
    {
        FirmwareVersion[] older = [.. released.Where(candidate => candidate < version).OrderDescending()];
        missing = [];
        if (named.FirstOrDefault(each => each >= version) is { } namedNotBelow)
            throw NotBelow("FotaBase", namedNotBelow, version);
        if (IsLatest)
            return [.. older.Where((candidate, index) => index == 0 || named.Contains(candidate))];
        if (_versions.FirstOrDefault(listed => listed >= version) is { } notBelow)
            throw NotBelow("FotaBaseVersions", notBelow, version);
        missing = [.. _versions.Where(listed => !older.Contains(listed))];
        return [.. older.Where(candidate =>
            named.Contains(candidate) || _versions.Contains(candidate) || _ranges.Any(range => range.Satisfies(candidate.NuGet)))];
    }

    /// <summary>The entries in their normal form.</summary>
    public override string ToString() =>
        string.Join(';', _versions.Select(version => version.ToString()).Concat(_ranges.Select(range => range.ToNormalizedString())));

    private static FotaException Invalid(string entry) => new(
        ReleaseErrors.BaseVersionsInvalid,
        $"'{entry}' in FotaBaseVersions is neither a version nor a version range.",
        "List versions, such as 1.0.0;1.1.0, write latest, or give a range in NuGet's notation, such as [1.0.0,2.0.0).");

    private static FotaException NotBelow(string setting, FirmwareVersion listed, FirmwareVersion version) => new(
        ReleaseErrors.BaseNotBelow,
        $"{setting} lists {listed}, which is not below the version {version}; a device would refuse to go back.",
        "List only versions below the new one, or raise the version.");
}
