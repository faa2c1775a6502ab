namespace Fota.Delta.Benchmarks;

/// <summary>A Markdown table, aligned so that it reads well on a terminal too. The first column is text, the others are figures.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
            if (row == header)
                Console.WriteLine($"|{string.Join('|', widths.Select((width, i) => new string('-', width + 1) + (i == 0 ? "-" : ":")))}|");
        }
        Console.WriteLine();
    }
}
