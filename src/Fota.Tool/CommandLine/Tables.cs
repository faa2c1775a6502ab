using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fota.Tool.CommandLine;

/// <summary>Draws tables the one way that the tool has.</summary>
internal static class Tables
{
    /// <summary>Columns of a cell that is never wrapped: a figure, a name.</summary>
    private const int ShortCell = 20;

    /// <summary>Blanks and lines beside each column's cells.</summary>
    private const int Frame = 3;

    /// <summary>Draws a table; where the window is too narrow for it, its rows one below the other instead.</summary>
    public static void WriteTable(this IAnsiConsole console, Table table)
    {
        table.RoundedBorder();
        if (!table.ShowHeaders || FitsInto(console.Profile.Width, table, RenderOptions.Create(console)))
        {
            console.Write(table);
            return;
        }

        if (table.Title is { } title)
            console.MarkupLine(title.Text);
        foreach (TableRow row in table.Rows)
        {
            Grid record = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach ((TableColumn column, IRenderable cell) in table.Columns.Zip(row))
            {
                if (cell is not Markup { Length: 0 })
                    record.AddRow(column.Header, cell);
            }

            if (record.Rows.Count > 0)
            {
                console.Write(record);
                console.WriteLine();
            }
        }
    }

    // What is drawn by itself takes width from all columns alike, and cuts words. Here short cells keep theirs, and headings and long
    // texts are wrapped between words.
    private static bool FitsInto(int window, Table table, RenderOptions options)
    {
        int wanted = 1, needed = 1;
        int?[] narrow = new int?[table.Columns.Count];
        for (int index = 0; index < narrow.Length; index++)
        {
            Measurement heading = table.Columns[index].Header.Measure(options, int.MaxValue);
            Measurement[] cells = [.. table.Rows.Select(row => row[index].Measure(options, int.MaxValue))];
            int whole = cells.Select(cell => cell.Max).DefaultIfEmpty().Max(), word = cells.Select(cell => cell.Min).DefaultIfEmpty().Max();
            narrow[index] = whole <= ShortCell ? Math.Max(heading.Min, whole) : null;
            wanted += Math.Max(heading.Max, whole) + Frame;
            needed += (narrow[index] ?? Math.Max(heading.Min, word)) + Frame;
        }

        if (wanted <= window || needed > window)
            return wanted <= window;
        foreach ((TableColumn column, int? width) in table.Columns.Zip(narrow))
            column.Width = width;
        return true;
    }
}
