using System.Globalization;
using Fota.Errors;

namespace Fota.Emulator;

/// <summary>Sectors of one size beside each other.</summary>
/// <param name="Size">Bytes of each.</param>
/// <param name="Count">How many; null for as many as the flash has room for.</param>
public readonly record struct SectorRun(int Size, int? Count)
{
    /// <summary>Such as <c>16384x4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size}{(Count is { } count ? $"x{count}" : "")}");
}

/// <summary>What a flash erases at once, from its start to its end.</summary>
public sealed record SectorMap
{
    /// <summary>As many runs as the emulated board knows: MOST_SECTOR_RUNS of src/device/board/device.h.</summary>
    public const int MostRuns = 8;

    /// <summary>A flash of these sectors.</summary>
    /// <param name="runs">Of equal sectors each, in their order.</param>
    public SectorMap(params IReadOnlyList<SectorRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count is 0 or > MostRuns || runs.SkipLast(1).Any(run => run.Count is null) || runs.Any(run => run.Count is <= 0 || run.Size <= 0))
            throw Invalid("The list of sectors is none.", $"Give up to {MostRuns} sizes, each with how many there are, such as 16Kx4;64K;128K.");
        Runs = runs;
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<SectorRun> Runs { get; }

    /// <summary>The largest sector.</summary>
    public int Largest => Runs.Max(run => run.Size);

    /// <summary>Whether not all are of one size.</summary>
    public bool IsMixed => Runs.Any(run => run.Size != Runs[0].Size);

    /// <summary>Reads one size for all, or a list such as <c>16Kx4;64K;128K</c>, whose last size goes on to the flash's end unless its number is given.</summary>
    /// <param name="text">The list, with semicolons or commas between.</param>
    /// <param name="parseSize">Reads a size.</param>
    /// <exception cref="FotaException">It is none.</exception>
    public static SectorMap Parse(string text, Func<string, int> parseSize)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parseSize);
        string[] entries = text.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new SectorMap([.. entries.Select((entry, i) => ParseRun(entry, i == entries.Length - 1, parseSize))]);
    }

    /// <summary>The sectors of a flash of a size, each run with its number.</summary>
    /// <exception cref="FotaException">The flash ends within a sector, or the sectors before it.</exception>
    internal IReadOnlyList<SectorRun> Within(int flash)
    {
        List<SectorRun> runs = [];
        int left = flash;
        foreach (SectorRun run in Runs.Where(_ => left > 0))
        {
            int count = Math.Min(run.Count ?? int.MaxValue, left / run.Size);
            if (count > 0)
                runs.Add(run with { Count = count });
            left -= count * run.Size;
            if (count != run.Count && left > 0)
                throw Invalid(
                    Text($"A flash of {flash} bytes ends within a sector of {run.Size} bytes."),
                    Text($"Give it {left} bytes less, or other sectors (FotaEmulateFlash, FotaEmulateSectorSize)."));
        }

        return left == 0
            ? runs
            : throw Invalid(
                Text($"The sectors come to {flash - left} bytes, and the flash has {flash}."),
                "Leave out the number of the last ones: they then go on to the end (FotaEmulateSectorSize).");
    }

    /// <summary>Such as <c>16384x4;65536x1;131072</c>.</summary>
    public override string ToString() => string.Join(';', Runs);

    /// <inheritdoc/>
    public bool Equals(SectorMap? other) => other is not null && Runs.SequenceEqual(other.Runs);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static SectorRun ParseRun(string entry, bool isLast, Func<string, int> parseSize)
    {
        int times = entry.LastIndexOfAny(['x', 'X']);
        if (times < 0)
            return new SectorRun(parseSize(entry), isLast ? null : 1);
        return int.TryParse(entry.AsSpan(times + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? new SectorRun(parseSize(entry[..times]), count)
            : throw Invalid($"'{entry}' is no number of sectors.", "Give a size and how many there are, such as 16Kx4.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static FotaException Invalid(string what, string advice) => new(EmulatorErrors.ProfileInvalid, what, advice);
}
