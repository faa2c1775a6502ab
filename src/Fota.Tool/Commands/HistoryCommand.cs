using System.CommandLine;
using System.Globalization;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Images;
using Fota.Release.Manifest;
using Fota.Release.Store;
using Fota.Tool.Airtime;
using Fota.Tool.CommandLine;
using Fota.Tool.Commands.Bases;
using Fota.Tool.History;
using Spectre.Console;

namespace Fota.Tool.Commands;

/// <summary><c>fota history</c>: image and patch sizes over the releases, and what devices in the field get.</summary>
internal sealed class HistoryCommand : FotaCommand
{
    private const int MostReleases = 1000;

    private readonly ArchiveChoice _choice = new();
    private readonly Option<string?> _package = new("--package") { Description = "The update folder whose offers are shown (default: the project's, where it has a package)", HelpName = "DIR" };
    private readonly Option<string[]> _elf = new("--elf") { Description = "The ELF file of a release, for RAM, flash and what the patch paid for; may be repeated", HelpName = "VERSION=FILE" };
    private readonly Option<int> _last = new("--last") { Description = "How many releases to show", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<string> _region = new("--region") { Description = "The channel plan that airtime is counted for", HelpName = "NAME", DefaultValueFactory = _ => LoRaWanRegion.Eu868.Name };
    private readonly Option<string> _format = CommonOptions.Format("What the devices' decoder reads");
    private readonly Option<string?> _html = new("--html") { Description = "Write a page; it needs no network", HelpName = "FILE" };
    private readonly Option<bool> _force = CommonOptions.Force();

    public HistoryCommand()
        : base(
            "history",
            "Show how image and patches grew over the releases, what each paid for, and what each device in the field gets.",
            "fota history path/to/project",
            "fota history .fota/Release --package bin/Release/fota --html history.html",
            "fota history . --elf 1.0.0=old/application.elf --elf 1.1.0=application.elf")
    {
        _choice.AddTo(this);
        Add(_package);
        Add(_elf);
        Add(_last);
        Add(_region);
        Add(_format);
        Add(_html);
        Add(_force);
        _region.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. LoRaWanRegion.All.Select(each => each.Name)]);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_last) is not (> 0 and <= MostReleases) and var count)
            throw new FotaException(ToolErrors.CommandLine, $"--last {count} is no number of releases.", $"Give a number from 1 to {MostReleases}.");
        string? page = arguments.GetValue(_html);
        if (page is not null)
        {
            terminal.SendProductTo(page);
            OutputFile.Check(page, arguments.GetValue(_force));
        }

        (BaseArchive archive, Product product) = _choice.Open(arguments);
        LoRaWanRegion plan = LoRaWanRegion.All.First(each => each.Name.Equals(arguments.GetRequiredValue(_region), StringComparison.OrdinalIgnoreCase));
        var reader = new ReleaseHistoryReader(archive, product, ElfFiles(arguments.GetValue(_elf) ?? []), plan, arguments.FormatOf(_format));
        ReleaseHistory history = terminal.WithProgress(
            "Making the patch of each step", progress => reader.Read(arguments.GetValue(_last), PackageFolder(arguments), progress, cancellationToken));
        if (page is not null)
            OutputFile.Write(page, HistoryPage.Create(history), arguments.GetValue(_force));
        terminal.Answer(history, ToolJson.Shapes.ReleaseHistory, console => Draw(console, history));
        return Task.FromResult(0);
    }

    /// <summary>The folder that was named, or the project's own where a build has filled it.</summary>
    private string? PackageFolder(ParseResult arguments) => arguments.GetValue(_package)
        ?? (_choice.OutputDirectory(arguments) is { } folder && File.Exists(Path.Combine(folder, PackageFiles.Manifest)) ? folder : null);

    private static Dictionary<string, string> ElfFiles(IReadOnlyList<string> pairs)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == pair.Length - 1)
                throw new FotaException(ToolErrors.CommandLine, $"--elf '{pair}' is no version and file.", "Write it as --elf 1.2.0=application.elf.");
            files[FirmwareVersion.Parse(pair[..at]).ToString()] = pair[(at + 1)..];
        }

        return files;
    }

    private static void Draw(IAnsiConsole console, ReleaseHistory history)
    {
        console.MarkupLineInterpolated($"[bold]{history.Product}[/] [dim]in {history.Archive}[/]");
        if (history.Releases.Count == 0)
        {
            console.MarkupLine("No release yet.");
            return;
        }

        Table table = new Table().AddColumns("Version", "Added (UTC)");
        foreach (string column in (string[])["Image", "Patch", "Share", "Flash", "RAM"])
            table.AddColumn(column, each => each.RightAligned());
        table.AddColumn("Mostly for").AddColumn("Airtime");
        foreach (ReleaseStep step in history.Releases)
        {
            table.AddRow(
                Markup.Escape(step.Version), step.Added.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"{step.Size:N0}",
                step.PatchBytes is { } bytes ? $"{bytes:N0}" : "", step.PatchBytes is { } part ? HistoryText.Percent(part, step.Size) : "",
                step.Footprint is { } program ? $"{program.FlashBytes:N0}" : "", step.Footprint is { } use ? $"{use.RamBytes:N0}" : "",
                step.PaysFor is [var dearest, ..] ? dearest.Text : "", step.Airtime is { } times ? HistoryText.Times(times) : "");
        }

        console.WriteTable(table);
        if (history.Field is { } field)
            DrawOffers(console, field);
    }

    private static void DrawOffers(IAnsiConsole console, FieldOffers field)
    {
        Table table = new Table().AddColumns("Runs", $"Gets of {Markup.Escape(field.Version)}");
        table.AddColumn("Downloads", each => each.RightAligned()).AddColumn("Airtime");
        foreach (FieldOffer offer in field.Offers)
            table.AddRow(Markup.Escape(offer.From), HistoryText.Offer(offer), offer.File is null ? "" : $"{offer.DownloadBytes:N0}", HistoryText.Times(offer.Airtime));
        console.WriteTable(table);
    }
}
