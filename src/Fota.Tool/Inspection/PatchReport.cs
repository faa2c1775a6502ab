using Fota.Delta;
using Fota.Delta.Jojo;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Inspection;

/// <summary>What a patch consists of.</summary>
/// <param name="Kind">Always <c>patch</c>.</param>
/// <param name="Size">Bytes of the patch.</param>
/// <param name="TargetSize">Bytes of the image that it makes.</param>
/// <param name="MinSourceSize">Least bytes of the image that it applies to.</param>
/// <param name="Format">The oldest format whose decoders apply it.</param>
/// <param name="DecoderMemory">Bytes of RAM that a device needs to apply a compact patch, its stack included; null for other formats.</param>
/// <param name="Totals">Sums by kind of operation.</param>
/// <param name="Operations">All operations, if they were asked for and the format has any without its old image.</param>
internal sealed record PatchReport(
    string Kind,
    long Size,
    long TargetSize,
    long MinSourceSize,
    string Format,
    int? DecoderMemory,
    IReadOnlyList<OperationTotals> Totals,
    IReadOnlyList<OperationEntry>? Operations)
{
    /// <summary>Reads a patch to its end.</summary>
    /// <exception cref="PatchException">It is damaged.</exception>
    public static PatchReport Of(ReadOnlySpan<byte> patch, bool withOperations)
    {
        PatchFormat format = PatchFormats.Of(patch);
        PatchStatistics statistics = PatchStatistics.Of(patch, format);
        return new PatchReport(
            "patch",
            statistics.PatchSize,
            statistics.TargetSize,
            statistics.MinSourceSize,
            statistics.Format.Name(),
            format == PatchFormat.Compact ? statistics.DecoderMemory : null,
            statistics.Totals,
            withOperations && format != PatchFormat.Compact ? List(patch) : null);
    }

    /// <summary>Draws the sums, and the operations if there are any.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]Patch[/] of {Size:N0} bytes, {Format}, for an image of {TargetSize:N0} bytes");
        Table sums = new Table().AddColumns("Operation", "Meaning");
        foreach (string column in (string[])["Count", "Bytes of patch", "Share", "Bytes moved over"])
            sums.AddColumn(column, each => each.RightAligned());
        foreach (OperationTotals sum in Totals)
        {
            sums.AddRow(
                sum.Operation, Meaning(sum.Operation), $"{sum.Count:N0}", $"{sum.EncodedSize:N0}",
                Size == 0 ? "" : $"{100.0 * sum.EncodedSize / Size:0.0} %", $"{sum.Length:N0}");
        }

        console.WriteTable(sums);
        if (DecoderMemory is { } memory)
            console.MarkupLineInterpolated($"For an old image of {MinSourceSize:N0} bytes; a device needs {memory:N0} bytes of RAM to apply it");
        else if (MinSourceSize == 0)
            console.MarkupLine("[yellow]It copies nothing from an old image. Any bytes pass for such a patch: is this file one?[/]");
        if (Operations is not null)
            DrawOperations(console, Operations);
    }

    private static void DrawOperations(IAnsiConsole console, IReadOnlyList<OperationEntry> operations)
    {
        Table list = new Table().AddColumn("Operation");
        foreach (string column in (string[])["At in patch", "Bytes of patch", "Length", "Old image", "New image"])
            list.AddColumn(column, each => each.RightAligned());
        foreach (OperationEntry each in operations)
        {
            list.AddRow(
                each.Implicit ? $"{each.Operation} (implicit)" : each.Operation, $"{each.PatchOffset}", $"{each.EncodedSize}", $"{each.Length}",
                $"0x{each.SourcePosition:X}", $"0x{each.TargetPosition:X}");
        }

        console.WriteTable(list);
    }

    private static string Meaning(string operation) => operation switch
    {
        "MOD" => "new data over old",
        "INS" => "new data",
        "DEL" => "skip old data",
        "EQL" => "copy old data",
        "HEADER" => "sizes, link address, memory",
        "MAP" => "what addresses moved by (pieces)",
        "SEGMENT" => "the new image, coded",
        _ => "go back in old data",
    };

    private static List<OperationEntry> List(ReadOnlySpan<byte> patch)
    {
        var list = new List<OperationEntry>();
        foreach (JojoOperation each in new JojoReader(patch))
        {
            list.Add(new(
                each.Kind.Name(), each.PatchOffset, each.EncodedSize, each.Length, each.SourcePosition, each.TargetPosition, each.IsImplicit));
        }

        return list;
    }
}

/// <summary>One operation; offsets and sizes in bytes.</summary>
internal sealed record OperationEntry(
    string Operation, long PatchOffset, int EncodedSize, long Length, long SourcePosition, long TargetPosition, bool Implicit);
