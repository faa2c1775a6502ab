using System.CommandLine;
using Fota.Delta;
using Fota.Errors;
using Fota.Release.Container;
using Fota.Release.Images.Formats;
using Fota.Tool.Airtime;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Commands;

/// <summary><c>fota airtime</c>: what sending an update over LoRaWAN costs.</summary>
internal sealed class AirtimeCommand : FotaCommand
{
    private const string EveryRegion = "all";

    private readonly Argument<string> _patch = new("PATCH") { Description = "The patch (or update.fota) to send; - for standard input" };
    private readonly Option<string?> _image = new("--image") { Description = "The full image, to compare with (default: the size that the patch makes)", HelpName = "FILE" };
    private readonly Option<string?> _region = new("--region") { Description = $"Channel plan: {string.Join(", ", LoRaWanRegion.All.Select(each => each.Name))}, or {EveryRegion} (default: EU868 and US915)", HelpName = "NAME" };
    private readonly Option<double?> _dutyCycle = new("--duty-cycle")
    {
        Description = "Allowed share of time on air in percent (default: the region's: 1 in EU868, AS923 and RU864, else 100)",
        HelpName = "PERCENT",
    };

    public AirtimeCommand()
        : base(
            "airtime",
            "Show what sending a patch over LoRaWAN costs: fragments, time on air, hours under the duty cycle.",
            "fota airtime update.diff --image update.bin",
            "fota airtime update.fota --region EU868 --duty-cycle 10")
    {
        Add(_patch);
        Add(_image);
        Add(_region);
        Add(_dutyCycle);
        _region.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. LoRaWanRegion.All.Select(each => each.Name), EveryRegion]);
    }

    public override Task<int> ExecuteAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        double? percent = arguments.GetValue(_dutyCycle);
        if (percent is not null and not (> 0 and <= 100))
            throw new FotaException(ToolErrors.CommandLine, $"--duty-cycle {percent} is no share of time.", "Give a percentage above 0 and at most 100.");
        byte[] content = InputFile.Read(arguments.GetRequiredValue(_patch));
        long? imageBytes = arguments.GetValue(_image) is { } file ? InputFile.ReadImage(file, ImageFile.DefaultFill).Content.Length : ImageSize(content);
        AirtimeResult result = new(content.Length, imageBytes,
        [
            .. from plan in Regions(arguments.GetValue(_region))
               let share = percent / 100 ?? plan.DutyCycle
               from rate in plan.DataRates
               select Row(plan, share, rate, content.Length, imageBytes),
        ]);
        terminal.Answer(result, ToolJson.Shapes.AirtimeResult, console => Draw(console, result));
        return Task.FromResult(0);
    }

    private static IEnumerable<LoRaWanRegion> Regions(string? named) =>
        named is null ? LoRaWanRegion.Common
        : named.Equals(EveryRegion, StringComparison.OrdinalIgnoreCase) ? LoRaWanRegion.All
        : LoRaWanRegion.All.Where(each => each.Name.Equals(named, StringComparison.OrdinalIgnoreCase));

    /// <summary>The size of the image that an update gives; null where the file does not say.</summary>
    private static long? ImageSize(byte[] update)
    {
        if (update.AsSpan().StartsWith("FOTA"u8))
        {
            UpdateHeader header = UpdateContainer.Read(update).Header;
            return UpdateHeader.Size + header.SignatureLength + header.NewSize;
        }

        try
        {
            PatchStatistics statistics = PatchStatistics.Of(update, PatchFormats.Of(update));
            return statistics.MinSourceSize > 0 ? statistics.TargetSize : null;
        }
        catch (PatchException)
        {
            // Any file can be sent; only a patch tells the size of its image.
            return null;
        }
    }

    private static AirtimeRow Row(LoRaWanRegion plan, double share, LoRaWanDataRate rate, long patchBytes, long? imageBytes)
    {
        FragmentedTransfer patch = FragmentedTransfer.Of(patchBytes, rate, share);
        FragmentedTransfer? image = imageBytes is { } bytes ? FragmentedTransfer.Of(bytes, rate, share) : null;
        return new AirtimeRow(plan.Name, rate.Name, rate.Modulation.SpreadingFactor, rate.Modulation.BandwidthHz / 1000, rate.MaxPayload, share * 100,
            Cost(patch), image is null ? null : Cost(image));
    }

    private static AirtimeCost Cost(FragmentedTransfer transfer) =>
        new(transfer.Fragments, Math.Round(transfer.TimeOnAir.TotalSeconds, 3), Math.Round(transfer.Elapsed.TotalSeconds, 3));

    private static void Draw(IAnsiConsole console, AirtimeResult result)
    {
        string title = result.ImageBytes is { } bytes
            ? $"{result.PatchBytes:N0} bytes of patch instead of {bytes:N0} bytes of image, over LoRaWAN"
            : $"{result.PatchBytes:N0} bytes over LoRaWAN";
        Table table = new Table().Title($"[bold]{title}[/]");
        table.AddColumns("Region", "Data rate", "Modulation (kHz)");
        foreach (string column in (string[])["Duty cycle", "Fragments", "Time on air", "Takes"])
            table.AddColumn(column, each => each.RightAligned());
        if (result.ImageBytes is not null)
            table.AddColumn("Full image takes", each => each.RightAligned());
        string? region = null;
        foreach (AirtimeRow row in result.Rates)
        {
            if (region is not null && region != row.Region)
                table.AddEmptyRow();
            List<string> cells =
            [
                region == row.Region ? "" : row.Region, row.DataRate, $"SF{row.SpreadingFactor}/{row.BandwidthKhz}", $"{row.DutyCyclePercent:0.##} %",
                $"{row.Patch.Fragments:N0}", Duration.Of(TimeSpan.FromSeconds(row.Patch.TimeOnAirSeconds)),
                $"[bold green]{Duration.Of(TimeSpan.FromSeconds(row.Patch.ElapsedSeconds))}[/]",
            ];
            if (row.Image is { } image)
                cells.Add(Duration.Of(TimeSpan.FromSeconds(image.ElapsedSeconds)));
            table.AddRow([.. cells]);
            region = row.Region;
        }

        console.WriteTable(table);
        console.MarkupLine("[dim]Downlink fragments of one size, each of them received; a repeated or coded fragment costs one more.[/]");
    }
}

/// <summary>The answer of <c>fota airtime</c>.</summary>
internal sealed record AirtimeResult(long PatchBytes, long? ImageBytes, IReadOnlyList<AirtimeRow> Rates);

/// <summary>One data rate.</summary>
internal sealed record AirtimeRow(
    string Region, string DataRate, int SpreadingFactor, int BandwidthKhz, int MaxPayload, double DutyCyclePercent, AirtimeCost Patch, AirtimeCost? Image);

/// <summary>What one file costs at one data rate; <see cref="ElapsedSeconds"/> includes the pauses of the duty cycle.</summary>
internal sealed record AirtimeCost(int Fragments, double TimeOnAirSeconds, double ElapsedSeconds);
