using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fota.Delta;
using Fota.Delta.Jojo;

namespace Fota.Tool.Explain;

/// <summary>Advice that follows from the figures of a patch.</summary>
internal static partial class PatchAdvice
{
    /// <summary>Characters around a changed byte that a time stamp would have.</summary>
    private const int StampReach = 24;

    /// <summary>Share of a patch, in percent, from which on something is worth a remedy.</summary>
    private const int WorthPercent = 20;

    /// <summary>The same for padding, which costs nothing to make constant.</summary>
    private const int WorthPaddingPercent = 3;

    /// <summary>Share of code, in percent, that nothing refers to, from which on the linker was not told to remove it.</summary>
    private const int UnusedPercent = 5;

    public static IReadOnlyList<Advice> For(Explainer patch, Func<IReadOnlyList<string>, IReadOnlyList<string>> demangle) =>
        [.. new[] { TimeStamp(patch), SymbolOrder(patch), Shifted(patch, demangle), UnusedFunctions(patch), Padding(patch), OlderFormat(patch) }.OfType<Advice>()];

    private static Advice? TimeStamp(Explainer patch)
    {
        int next = 0;
        foreach (PatchStretch stretch in patch.Costs.Stretches)
        {
            if (stretch.Kind == JojoOperationKind.Eql || stretch.Target < next)
                continue;
            int start = Math.Max(0, stretch.Target - StampReach), end = Math.Min(patch.NewImage.Length, stretch.End + StampReach);
            next = end;
            Match stamp = Stamp().Match(Encoding.Latin1.GetString(patch.NewImage.AsSpan(start, end - start)));
            if (stamp.Success)
            {
                return new(
                    Text($"The image holds a time stamp, '{stamp.Value}' at 0x{start + stamp.Index:X}: every build differs, even of the same source."),
                    "Remove __DATE__ and __TIME__, or give a fixed time (gcc reads SOURCE_DATE_EPOCH).");
            }
        }

        return null;
    }

    private static Advice? SymbolOrder(Explainer patch)
    {
        if (!patch.OldMap.HasSymbols || !patch.NewMap.HasSymbols)
            return null;
        int[] oldPlaces = [.. patch.NewMap.Regions.Where(each => each.IsSymbol).Select(each => patch.OldMap.Find(each.Name)?.Start ?? -1).Where(start => start >= 0)];
        int moved = oldPlaces.Length - LongestIncreasingRun.LengthIn(oldPlaces);
        if (moved <= Math.Max(2, oldPlaces.Length / 100))
            return null;
        return new(
            Text($"{moved} of {oldPlaces.Length} symbols stand in another order than before; {patch.TotalOf(ChangeKind.Moved)} bytes of the patch pay for moved blocks alone."),
            "Link the object files in a fixed order (a sorted list, not what the file system gives), and keep link-time optimisation from reordering.");
    }

    private static Advice? Shifted(Explainer patch, Func<IReadOnlyList<string>, IReadOnlyList<string>> demangle)
    {
        int shifted = patch.TotalOf(ChangeKind.ShiftedCalls) + patch.TotalOf(ChangeKind.ShiftedAddresses);
        if (shifted * 100 < patch.Patch.Length * WorthPercent)
            return null;
        string finding = Text($"{shifted} of {patch.Patch.Length} bytes ({100.0 * shifted / patch.Patch.Length:0} %) pay for calls and pointers whose targets only moved.");
        if (Displacement.Largest(patch.OldMap, patch.NewMap) is not { } culprit)
        {
            return new(
                finding,
                "Give code that changes often a section behind all other code, or leave room behind it, so that the rest keeps its addresses. "
                + "With --elf and --old-elf the symbol that moved the others is named.");
        }

        ImageRegion symbol = culprit.Symbol;
        string change = culprit.OldSize is { } was
            ? Text($"{(symbol.Size > was ? "grew" : "shrank")} from {was} to {symbol.Size} bytes")
            : Text($"is new, with {symbol.Size} bytes");
        return new(
            Text($"{finding} {demangle([symbol.Name])[0]} in {symbol.Section} at 0x{symbol.Start:X} {change}: {culprit.MovedBehind} bytes behind it moved."),
            Text($"Let what changes often stand last: mark it __attribute__((section(\"{symbol.Section}_last\"))), and write *({symbol.Section} {symbol.Section}.*) *({symbol.Section}_last) in the linker script; or leave room behind it: . = ALIGN(1024);"));
    }

    private static Advice? UnusedFunctions(Explainer patch)
    {
        if (!patch.NewMap.HasSymbols)
            return null;
        var used = new HashSet<string>(StringComparer.Ordinal);
        ReadOnlySpan<byte> image = patch.NewImage;
        for (int at = 0; at + 4 <= image.Length; at += 2)
        {
            if (at % 4 == 0)
                Note(BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) & ~1u);
            if (Thumb.BranchTarget(image[at..], patch.NewMap.AddressOf(at)) is { } target)
                Note(target);
        }

        ImageRegion[] code = [.. patch.NewMap.Regions.Where(each => each is { IsSymbol: true, Kind: RegionKind.Code })];
        ImageRegion[] unused = [.. code.Where(each => !used.Contains(each.Name))];
        int size = unused.Sum(each => each.Size), all = code.Sum(each => each.Size);
        if (size * 100 < all * UnusedPercent)
            return null;
        return new(
            Text($"Nothing calls or points to {unused.Length} functions ({size} bytes, {100.0 * size / all:0} % of the code), such as {unused.MaxBy(each => each.Size)!.Name}."),
            "Compile with -ffunction-sections -fdata-sections and link with -Wl,--gc-sections: what is not there need not be sent.");

        void Note(uint address)
        {
            if (patch.NewMap.AtAddress(address) is { IsSymbol: true } region)
                used.Add(region.Name);
        }
    }

    private static Advice? Padding(Explainer patch)
    {
        int padding = patch.TotalOf(ChangeKind.Padding);
        return padding * 100 < patch.Patch.Length * WorthPaddingPercent ? null : new(
            Text($"{padding} bytes of the patch pay for padding between functions or sections."),
            "Fill gaps with one constant value: objcopy --gap-fill 0xFF, and FILL in the linker script.");
    }

    private static Advice? OlderFormat(Explainer patch)
    {
        if (PatchStatistics.Of(patch.Patch, patch.Format).Format != PatchFormat.JojoDiff081)
            return null;
        int newer = PatchEncoder.Encode(patch.OldImage, patch.NewImage).Length;
        return newer >= patch.Patch.Length ? null : new(
            Text($"{PatchFormat.JojoDiff085.Name()} would take {newer} bytes, {patch.Patch.Length - newer} less."),
            "Use it where the device's decoder knows it: JANPatch since November 2024, or fota_patch.c.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-3]\d (19|20)\d\d|[0-2]\d:[0-5]\d:[0-5]\d|(19|20)\d\d-[01]\d-[0-3]\d", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
