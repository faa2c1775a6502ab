using System.CommandLine;
using System.Globalization;
using Fota.Release.Images;
using Fota.Release.Store;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Commands.Bases;

/// <summary><c>fota bases list</c>.</summary>
internal sealed class BasesListCommand : FotaCommand
{
    private readonly ArchiveChoice _choice = new();

    public BasesListCommand()
        : base("list", "List the releases of a product, and until the first one its builds.", "fota bases list", "fota bases list samples/Blinky -c Release --json") =>
        _choice.AddTo(this);

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        (BaseArchive archive, Product product) = _choice.Open(arguments);
        var result = new BasesListResult(
            archive.Root,
            product.Name,
            [.. archive.Releases(product).Select(ArchivedSummary.Of)],
            [.. archive.Builds(product).Select(each => new BuildSummary(
                each.Configuration, ArchivedSummary.Of(each.Current), each.Previous is null ? null : ArchivedSummary.Of(each.Previous)))]);
        terminal.Answer(result, ToolJson.Shapes.BasesListResult, console => Draw(console, result));
        return Task.FromResult(0);
    }

    private static void Draw(IAnsiConsole console, BasesListResult result)
    {
        console.MarkupLineInterpolated($"[bold]{result.Product}[/] [dim]in {result.Archive}[/]");
        if (result.Releases.Count == 0 && result.Builds.Count == 0)
        {
            console.MarkupLine("No base yet: the next build makes the full image alone, and becomes the base of the build after it.");
            return;
        }

        Table table = new Table().AddColumns("Version", "Kind");
        table.AddColumn("Size", each => each.RightAligned());
        table.AddColumns("SHA-256", "Added (UTC)", "Source revision");
        foreach (ArchivedSummary each in result.Releases)
            AddRow(table, each, "release");
        foreach (BuildSummary build in result.Builds)
        {
            AddRow(table, build.Current, $"last {build.Configuration} build");
            if (build.Previous is not null)
                AddRow(table, build.Previous, $"{build.Configuration} build before");
        }

        console.WriteTable(table);
    }

    private static void AddRow(Table table, ArchivedSummary image, string kind) => table.AddRow(
        Markup.Escape(image.Version), Markup.Escape(kind), $"{image.Size:N0}", image.Sha256[..16],
        image.Added.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Markup.Escape(image.SourceRevision ?? ""));
}

/// <summary>The answer of <c>fota bases list</c>.</summary>
internal sealed record BasesListResult(string Archive, string Product, IReadOnlyList<ArchivedSummary> Releases, IReadOnlyList<BuildSummary> Builds);

/// <summary>The last two different builds of one configuration.</summary>
internal sealed record BuildSummary(string Configuration, ArchivedSummary Current, ArchivedSummary? Previous);
