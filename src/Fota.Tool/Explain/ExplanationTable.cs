using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Explain;

/// <summary>An explanation as tables on a terminal.</summary>
internal static class ExplanationTable
{
    private const int NameWidth = 60;

    public static void Draw(IAnsiConsole console, Explanation explanation, int top, bool hasSymbols)
    {
        console.MarkupLineInterpolated(
            $"[bold]{explanation.PatchSize:N0} bytes[/] of patch for {explanation.NewSize:N0} bytes of image ({Percent(explanation.PatchSize, explanation.NewSize)}), {explanation.Operations:N0} {(explanation.Compact is null ? "operations" : "copies")}, {explanation.Format}");
        if (explanation.InPlace is { } inPlace)
            DrawInPlace(console, inPlace);
        if (explanation.PatchSize == 0)
            return;
        DrawKinds(console, explanation);
        if (explanation.Compact is { } compact)
            DrawCompact(console, compact);
        DrawSymbols(console, explanation, top, hasSymbols ? "Symbol" : "Block");
        if (!hasSymbols)
            console.MarkupLine("[dim]Give --elf (and --old-elf) to see functions and objects instead of blocks.[/]");
        foreach (Advice advice in explanation.Advice)
        {
            console.MarkupLineInterpolated($"[yellow]●[/] {advice.Finding}");
            console.MarkupLineInterpolated($"  [green]{advice.Remedy}[/]");
        }
    }

    private static void DrawKinds(IAnsiConsole console, Explanation explanation)
    {
        Table kinds = new Table().AddColumn("Pays for");
        kinds.AddColumn("Bytes of patch", each => each.RightAligned()).AddColumn("Share", each => each.RightAligned()).AddColumn("");
        foreach (KindCost kind in explanation.Kinds)
        {
            int bar = (int)Math.Ceiling(30.0 * kind.PatchBytes / explanation.Kinds[0].PatchBytes);
            kinds.AddRow(kind.Text, $"{kind.PatchBytes:N0}", Percent(kind.PatchBytes, explanation.PatchSize), $"[blue]{new string('█', bar)}[/]");
        }

        kinds.AddRow("[bold]all[/]", $"[bold]{explanation.PatchSize:N0}[/]", "100.0 %", "");
        console.WriteTable(kinds);
    }

    private static void DrawCompact(IAnsiConsole console, CompactSummary compact)
    {
        if (compact.BaseAddress is { } address)
        {
            console.MarkupLineInterpolated(
                $"Relocation saves [green]{compact.SavedByRelocation:N0} bytes[/], with the link address 0x{address:X8} ({OriginOf(compact)})");
        }
        else if (compact.SavedByRelocation > 0)
        {
            console.MarkupLineInterpolated($"Relocation of calls saves [green]{compact.SavedByRelocation:N0} bytes[/]; no link address was found to relocate pointers by, which an ELF file beside the image would say");
        }

        console.MarkupLineInterpolated($"A device needs {compact.Memory:N0} bytes of RAM for it, and does at most {compact.Segment:N0} bytes again after an interruption");
    }

    private static string OriginOf(CompactSummary compact) => compact.BaseFile is not { } file
        ? "inferred from the old image"
        : $"of {Path.GetFileName(file)}" + compact.SavedByBaseFile switch
        {
            null => "",
            0 => ", as inferred without it",
            > 0 and { } saved => $", which saves {saved:N0} bytes against an inferred one",
            { } lost => $", which costs {-lost:N0} bytes against an inferred one",
        };

    private static void DrawInPlace(IAnsiConsole console, InPlaceSummary inPlace) => console.MarkupLineInterpolated(
        $"For one slot of {inPlace.Sectors:N0} sectors of {inPlace.SectorSize:N0} bytes, with a plan of {inPlace.PlanSize:N0} bytes: [bold]{inPlace.RestrictionCost:N0} bytes[/] more than the {inPlace.UnrestrictedSize:N0} for two slots ({Percent(inPlace.RestrictionCost, inPlace.UnrestrictedSize)})");

    private static void DrawSymbols(IAnsiConsole console, Explanation explanation, int top, string title)
    {
        Table symbols = new Table().AddColumns(title, "Section");
        symbols.AddColumn("Size", each => each.RightAligned()).AddColumn("Was", each => each.RightAligned());
        symbols.AddColumn("Bytes of patch", each => each.RightAligned()).AddColumn("Mostly for");
        foreach (SymbolCost each in explanation.Symbols.Take(top))
        {
            KeyValuePair<string, int> mostly = each.Kinds.MaxBy(kind => kind.Value);
            symbols.AddRow(
                Markup.Escape(Shorten(each.Name)), Markup.Escape(each.Section), $"{each.Size:N0}", each.OldSize is { } was ? $"{was:N0}" : "",
                $"{each.PatchBytes:N0}", explanation.Kinds.First(kind => kind.Kind == mostly.Key).Text);
        }

        SymbolCost[] rest = [.. explanation.Symbols.Skip(top)];
        if (rest.Length > 0)
            symbols.AddRow($"[dim]{rest.Length:N0} more[/]", "", "", "", $"{rest.Sum(each => each.PatchBytes):N0}", "");
        console.WriteTable(symbols);
    }

    private static string Shorten(string name) => name.Length <= NameWidth ? name : name[..(NameWidth - 1)] + "…";

    private static string Percent(int part, int whole) => whole == 0 ? "" : $"{100.0 * part / whole:0.0} %";
}
