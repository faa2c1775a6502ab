using System.Globalization;
using Fota.Release.Manifest;
using Fota.Tool.CommandLine;
using Spectre.Console;

namespace Fota.Tool.Feeds;

/// <summary>What a fleet gets from a package.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">The version of the package.</param>
/// <param name="Image">The size of its image in bytes, which is what a device without a base gets.</param>
/// <param name="Fleet">What each version gets, oldest first.</param>
/// <param name="Total">The bytes for all devices; null where their numbers are not known.</param>
internal sealed record FleetReport(string Product, string Version, long Image, IReadOnlyList<FleetUpdate> Fleet, long? Total)
{
    /// <summary>Holds a fleet against a package.</summary>
    public static FleetReport Of(UpdateManifest manifest, IReadOnlyList<FleetEntry> fleet)
    {
        FleetUpdate[] all = [.. fleet.Select(entry => FleetUpdate.Of(manifest, entry))];
        return new(
            manifest.Product.Name, manifest.Version.ToString(), manifest.Image.Size.Bytes, all,
            all.All(each => each.Devices is not null) ? all.Sum(each => each.Size * each.Devices!.Value) : null);
    }

    /// <summary>Draws it.</summary>
    public void Draw(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{Product} {Version}[/] [dim]image {Bytes(Image)} bytes[/]");
        Table table = new Table().AddColumns("In the field");
        table.AddColumn("Devices", each => each.RightAligned());
        table.AddColumn("Gets");
        table.AddColumn("Bytes each", each => each.RightAligned());
        table.AddColumn("Without this base", each => each.RightAligned());
        foreach (FleetUpdate each in Fleet)
        {
            table.AddRow(
                Markup.Escape(each.Region is null ? each.Version : $"{each.Version}, one slot of {each.Region}"),
                each.Devices is { } devices ? Bytes(devices) : "",
                Markup.Escape(each.File ?? "nothing: it is up to date"),
                Bytes(each.Size),
                each.WithoutBase is { } more ? $"+{Bytes(more)}" : "");
        }

        console.WriteTable(table);
        if (Total is { } total)
            console.MarkupLineInterpolated($"{Bytes(total)} bytes for the whole fleet");
    }

    private static string Bytes(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>What a version in the field gets.</summary>
/// <param name="Version">The version that devices run.</param>
/// <param name="Devices">How many they are; null where nobody has said.</param>
/// <param name="Update">What they get: <c>patch</c>, <c>full</c> or <c>none</c>.</param>
/// <param name="File">The file of the package; null where they get none.</param>
/// <param name="Size">The bytes of the file, for each device.</param>
/// <param name="WithoutBase">How many bytes more it would be if the base were dropped: for all devices, or for one where their number is not known.</param>
/// <param name="Region">The region of devices with one slot; null for two slots.</param>
internal sealed record FleetUpdate(string Version, long? Devices, string Update, string? File, long Size, long? WithoutBase, string? Region = null)
{
    /// <summary>Holds a version against a package. Of patches in several formats, it is the first: what devices get that do not say more.</summary>
    public static FleetUpdate Of(UpdateManifest manifest, FleetEntry entry) => Gets(manifest, entry) with { Region = entry.Region?.ToString() };

    private static FleetUpdate Gets(UpdateManifest manifest, FleetEntry entry)
    {
        string version = entry.Version.ToString();
        if (entry.Version >= manifest.Version)
            return new(version, entry.Devices, "none", null, 0, null);
        if (manifest.Patches.FirstOrDefault(patch => patch.Base.Version == entry.Version && patch.IsFor(entry.Region)) is not { } patch)
            return new(version, entry.Devices, "full", PackageFiles.FullContainer, manifest.DownloadOf(null).Bytes, null);
        long download = manifest.DownloadOf(patch).Bytes, saved = manifest.DownloadOf(null).Bytes - download;
        return new(version, entry.Devices, "patch", patch.Container, download, saved * (entry.Devices ?? 1));
    }
}
