using System.Globalization;
using System.Text;

namespace Fota.Tool.Explain;

/// <summary>What each symbol pays as comma-separated values (RFC 4180), for a spreadsheet or a script.</summary>
internal static class ExplanationCsv
{
    /// <summary>One line for each symbol, the dearest first, under a line of names.</summary>
    public static byte[] Create(Explanation explanation)
    {
        var text = new StringBuilder();
        AddLine(text, ["name", "section", "file", "offset", "size", "was", "patchBytes", .. explanation.Kinds.Select(each => each.Kind)]);
        foreach (SymbolCost symbol in explanation.Symbols)
        {
            AddLine(text,
            [
                symbol.Name, symbol.Section, symbol.File, Number(symbol.Offset), Number(symbol.Size), Number(symbol.OldSize), Number(symbol.PatchBytes),
                .. explanation.Kinds.Select(each => Number(symbol.Kinds.GetValueOrDefault(each.Kind))),
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AddLine(StringBuilder text, IReadOnlyList<string?> fields)
    {
        for (int i = 0; i < fields.Count; i++)
            text.Append(i == 0 ? "" : ",").Append(Quoted(fields[i] ?? ""));
        text.Append("\r\n");
    }

    /// <summary>Quoted, and never a formula: a spreadsheet runs what begins with one of these signs.</summary>
    private static string Quoted(string field) =>
        $"\"{(field.Length > 0 && field[0] is '=' or '+' or '-' or '@' ? "'" : "")}{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
