using System.Globalization;
using Fota.Tool.CommandLine;

namespace Fota.Tool.History;

/// <summary>The words that table and page share.</summary>
internal static class HistoryText
{
    public static string Percent(long part, long whole) =>
        whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");

    public static string Times(IReadOnlyList<TransferTime> times) =>
        string.Join(", ", times.Select(each => $"{each.DataRate} {Duration.Of(TimeSpan.FromSeconds(each.ElapsedSeconds))}"));

    public static string Offer(FieldOffer offer) => offer.Kind switch
    {
        "patch" => "a patch",
        "fullImage" => "the full image",
        _ => "nothing",
    };
}
